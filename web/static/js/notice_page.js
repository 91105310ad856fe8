/** For pages without a live line of their own. */

import { askForNotice } from "./notice.js";

askForNotice();
