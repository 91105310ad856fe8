# Ét billede til web, worker, actions og migrate: samme kode, forskellige kommandoer (se deploy/compose.yml).
# Bygges fra projektets rod: docker build -f deploy/images/app.Dockerfile -t ret-og-pligt/app .

FROM node:20-bookworm-slim AS page
WORKDIR /page
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim-bookworm AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY deploy/images/uv.txt deploy/images/app.lock ./
RUN pip install --no-cache-dir --require-hashes -r uv.txt \
    && uv venv .venv \
    && uv pip sync --require-hashes -p .venv/bin/python app.lock
COPY web/static ./web/static
COPY tools/assets.py tools/widget.py ./tools/
COPY --from=page /page/node_modules ./node_modules
# esbuild, som bygger chatten til andre hjemmesider, startes af node.
COPY --from=page /usr/local/bin/node /usr/local/bin/node
RUN python tools/assets.py && python tools/widget.py

FROM python:3.12-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TZ=Europe/Copenhagen
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin retpligt
WORKDIR /app
COPY --from=packages /app/.venv ./.venv
COPY rules_core ./rules_core
COPY casework ./casework
COPY actions ./actions
COPY web ./web
COPY --from=packages /app/web/static/vendor ./web/static/vendor
COPY --from=packages /app/web/static/widget ./web/static/widget
COPY LICENSE ./
# En disk, der sættes på her, får samme ejer.
RUN install -d -o retpligt -m 0700 var/journal
USER 10001
EXPOSE 8000
CMD ["python", "-m", "web"]
