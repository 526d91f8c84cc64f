// Every ordinary page: starts the small behaviours that the markup asks for by attribute.
import { startMenus } from "./menus.js";
import { startTooltips } from "./tooltips.js";
import { startDialogs } from "./dialogs.js";
import { startMessages } from "./messages.js";
import { startTheme } from "./theme.js";
import { startShortcuts } from "./shortcuts.js";
import { startTabs } from "./tabs.js";
import { startFields } from "./fields.js";
import { startFileDrops } from "./filedrops.js";
import { startSelection } from "./selection.js";
import { startCompare } from "./compare.js";
import { startCopying } from "./copying.js";
import { startForms } from "./forms.js";
import { startLive } from "./live.js";
import { startSnippets } from "./snippets.js";

for (const start of [
  startMenus, startTooltips, startDialogs, startMessages, startTheme, startShortcuts, startTabs,
  startFields, startFileDrops, startSelection, startCompare, startCopying, startSnippets, startForms, startLive,
]) start(document);
