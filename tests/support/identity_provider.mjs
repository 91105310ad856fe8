// A real OpenID provider for tests: `node identity_provider.mjs '{"port": 1, "client": {...}, "people": {...}}'`.
// Its own development pages ask who somebody is; any password is right. People and their claims come from the test.
import { Provider } from "oidc-provider";

const { port, client, people, acr } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ grant_types: ["authorization_code"], response_types: ["code"], ...client }],
  claims: { openid: ["sub"], profile: ["name", "groups", "loa"] },
  pkce: { required: () => true },
  // Claims come from userinfo as well as the ID token, as brokers differ.
  conformIdTokenClaims: acr === "userinfo",
  features: { devInteractions: { enabled: true } },
  findAccount: (_context, id) => (people[id] ? { accountId: id, claims: () => ({ sub: id, ...people[id] }) } : undefined),
});

provider.listen(port, "127.0.0.1", () => console.log("ready"));
