// Starts the editor: reads what the page brought, wires the parts together.

import { createAnnouncer, narrate, roamRegions } from "./a11y.js";
import { createActions } from "./actions/index.js";
import { createKeys, listen } from "./keys.js";
import { createSchema } from "./model/schema.js";
import { createStore } from "./model/store.js";
import { createNet } from "./net/api.js";
import { createSaving } from "./net/autosave.js";
import { createBitmaps } from "./net/bitmaps.js";
import { startPresence } from "./net/presence.js";
import { arrive } from "./panels/arrival.js";
import { mountDialogs } from "./panels/dialogs.js";
import { mountFields } from "./panels/fields.js";
import { mountInspector } from "./panels/inspector/index.js";
import { mountIssues } from "./panels/issues.js";
import { mountLayers } from "./panels/layers.js";
import { mountRecords } from "./panels/records.js";
import { mountSheets } from "./panels/sheets.js";
import { mountStart } from "./panels/start.js";
import { mountTopbar } from "./panels/topbar.js";
import { mountWeight } from "./panels/weight.js";
import { mountCropper } from "./view/cropper.js";
import { mountDrops } from "./view/drops.js";
import { mountFreshness } from "./view/freshness.js";
import { mountHandles } from "./view/handles.js";
import { mountPeople } from "./view/people.js";
import { mountRulers } from "./view/rulers.js";
import { mountStage } from "./view/stage.js";
import { mountTextEdit } from "./view/textedit.js";
import { mountViewport } from "./view/viewport.js";
import { say } from "../../pages/messages.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const boot = JSON.parse(document.getElementById("ed-boot").textContent);
const schema = createSchema(boot.table);
const announce = createAnnouncer(part("live"));
const doc = schema.completeDoc(boot.doc);
const store = createStore({
  doc: { ...doc, name: boot.name }, size: doc.sizes[0].id, records: boot.records, record: boot.records[0]?.id ?? "complete", fields: boot.fields,
  brand: boot.brand, perms: boot.perms, reviewers: boot.reviewers, review: boot.lock?.state === "in_review" ? boot.lock : null, live: boot.live, approved: boot.approved,
  save: { state: boot.lock ? "readonly" : "saved", at: null, rev: boot.rev },
}, undefined, schema.completeDoc);
let renderer = boot.renderer;
const net = createNet(boot, {
  onRenderer(version) {
    if (version === renderer) return;
    renderer = version;
    bitmaps.forget();
    say("The renderer was updated. Every layer is drawn again.");
  },
  onSessionEnd: () => store.update({ dialog: { kind: "session" } }),
});
const bitmaps = createBitmaps({ store, net, early: boot.early });
const saving = createSaving({ store, net, boot, announce });
const actions = createActions({ store, schema, net, bitmaps, saving, say, announce });
const context = { store, actions, net, schema, bitmaps, announce, keys: [] };
context.keys = createKeys(context);

const stage = mountStage(part("stage"), context);
const handles = mountHandles(part("stage"), stage, context);
mountTextEdit(stage, context);
mountFreshness(stage, context);
mountPeople(stage, context);
mountViewport(part("stage"), stage, handles, context);
mountRulers(part("stage"), stage, context);
mountDrops(part("stage"), stage, context);
mountCropper(context);
mountStart(part("start"), context);
mountTopbar(part("topbar"), context);
mountLayers(part("layers"), context);
mountInspector(part("inspector"), context);
mountRecords(part("records"), context);
mountFields(part("popovers"), context);
mountDialogs(part("popovers"), context);
mountIssues(part("popovers"), context);
mountWeight(null, context);
mountSheets(document.querySelector(".ed"), context);
listen(context.keys, store);
roamRegions(["topbar", "layers", "stage", "inspector", "records"].map(part));
narrate(store, bitmaps, announce);
startPresence(context);
store.subscribe("banner", ({ banner }) => Object.assign(part("banner"), { textContent: banner ?? "", hidden: !banner }));
store.subscribe(["ui", "tool"], ({ tool }) => part("stage").classList.toggle("is-drawing", Boolean(tool)));
arrive(new URLSearchParams(location.search), context);
saving.recover();
bitmaps.refresh();
if (boot.testing) window.__ed = { store, actions, bitmaps, net, get pending() { return Boolean(store.state.pending) || store.parcels.length > 0; } };
document.body.dataset.editor = "ready";
