// Saves every answer of a section while it is made, and says honestly how that stands.

import { askSession, post, samePerson } from "./requests.js";
import { makeSaver } from "./saver.js";

const PAUSE = 800; // milliseconds after the last key
const LONGEST = 2000; // of typing without a save
const SIGNED_OUT =
  "You have been signed out. Your text is still here: sign in again, and it is saved.";
const KEEPALIVE_MOST = 60000; // bytes; browsers send no more from a page that goes

const form = document.getElementById("section-form");
const trouble = document.getElementById("save-trouble");
const words = document.getElementById("save-trouble-words");
const signIn = document.getElementById("save-sign-in");
const live = document.getElementById("save-status");
const blocks = new Map(
  [...form.querySelectorAll("[data-question]")].map((item) => [item.dataset.question, item]),
);
const typing = new Map(); // question -> {timer, since}
const blocked = new Set(); // questions whose last save was refused or clashed
const lastEntry = new Map();

const saver = makeSaver({ send: (body) => post(form.dataset.save, body), tell });

for (const [question, block] of blocks) {
  saver.start(question, Number(block.dataset.base));
  lastEntry.set(question, JSON.stringify(entryOf(question)));
}

function entryOf(question) {
  const field = (name) => form.elements[`${name}-${question}`];
  const chosen = form.querySelector(`input[name="value-${question}"]:checked`);
  return {
    value: chosen ? chosen.value : null,
    note: field("note").value,
    because: field("because").value,
    reasoning: field("reasoning").value,
    change: field("change").value,
  };
}

function hand(question) {
  const wait = typing.get(question);
  if (wait) clearTimeout(wait.timer);
  typing.delete(question);
  const entry = entryOf(question);
  const told = JSON.stringify(entry);
  if (told === lastEntry.get(question)) return;
  lastEntry.set(question, told);
  blocked.delete(question);
  saver.put(question, entry);
}

function typed(question) {
  const now = Date.now();
  const wait = typing.get(question) || { since: now };
  clearTimeout(wait.timer);
  const pause = Math.min(PAUSE, Math.max(0, wait.since + LONGEST - now));
  wait.timer = setTimeout(() => hand(question), pause);
  typing.set(question, wait);
}

form.addEventListener("input", (event) => {
  const block = event.target.closest("[data-question]");
  if (!block) return;
  const question = block.dataset.question;
  if (event.target.type === "radio") {
    showBecause(question);
    hand(question);
  } else typed(question);
});
form.addEventListener("focusout", (event) => {
  const block = event.target.closest("[data-question]");
  if (block && typing.has(block.dataset.question)) hand(block.dataset.question);
});

function showBecause(question) {
  const declined = entryOf(question).value === "__declined";
  blocks.get(question).querySelector(".app-because").hidden = !declined;
}

// --- what the page says ---------------------------------------------------------------

function status(question, text) {
  blocks.get(question).querySelector(".app-status__words").textContent = text;
}

const tellings = {
  changed: (question) => status(question, "Not saved yet"),
  sending: (question) => status(question, "Saving"),
  saved(question, data) {
    status(question, `Saved at ${data.at}`);
    form.elements[`base-${question}`].value = data.version;
    showError(question, "");
    document.dispatchEvent(new CustomEvent("probata:saved"));
    if (saver.unsaved.length === 0) calm(`Saved at ${data.at}`);
    for (const item of data.questions) showState(item);
  },
  waiting(question) {
    status(question, "Not saved yet");
    alarm("The service cannot be reached. Your text is still here, and is sent again by itself.");
  },
  held(question, data) {
    status(question, "Not saved yet");
    const why = {
      signed_out: SIGNED_OUT,
      stale_page: "You have signed in again. Your text is still here.",
      gone: "This case is no longer shown to you, so the last change was not saved. Copy your text if you need it.",
      refused: `${data.why || "This case can no longer be changed."} Copy your text if you need it.`,
    }[data.held];
    alarm(why, data.held === "signed_out");
    if (data.held === "stale_page") comeBack();
  },
  rejected(question, data) {
    blocked.add(question);
    status(question, "Not saved");
    showError(question, data.why || "This could not be saved.");
    alarm("An answer could not be saved; see the message beside it.");
  },
  conflict(question, data) {
    blocked.add(question);
    status(question, "Not saved");
    showConflict(question, data);
    alarm("Another answer had been saved meanwhile; choose which one is to stand.");
  },
};

function tell(what, question, data = {}) {
  tellings[what](question, data);
}

function alarm(text, withSignIn = false) {
  const wasHidden = trouble.hidden;
  words.textContent = text;
  signIn.hidden = !withSignIn;
  trouble.hidden = false;
  if (wasHidden) live.textContent = `Not everything is saved. ${text}`;
}

function calm(text) {
  if (blocked.size === 0) trouble.hidden = true;
  live.textContent = text;
}

function showError(question, text) {
  const place = blocks.get(question).querySelector(".app-question__error");
  place.replaceChildren();
  place.closest(".govuk-form-group").classList.toggle("govuk-form-group--error", text !== "");
  if (text) {
    const line = document.createElement("p");
    line.className = "govuk-error-message";
    line.textContent = text;
    place.append(line);
  }
}

function showConflict(question, data) {
  showError(question, `${data.by} saved another answer at ${data.at}. Both are in the history.`);
  const place = blocks.get(question).querySelector(".app-question__error");
  const both = document.createElement("p");
  both.className = "govuk-body app-theirs";
  both.dir = "auto";
  both.textContent = `Saved now: ${data.theirs}${data.note ? `. Evidence: ${data.note}` : ""}`;
  place.append(both, choice("Keep mine", () => keepMine(question, data)), choice("Take the saved one", () => takeTheirs(question, data)));
}

function choice(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary app-choice";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function keepMine(question, data) {
  saver.start(question, data.version);
  lastEntry.set(question, "");
  hand(question);
  blocks.get(question).focus();
}

function takeTheirs(question, data) {
  for (const input of form.querySelectorAll(`input[name="value-${question}"]`)) {
    input.checked = input.value === data.value;
  }
  for (const name of ["note", "because", "reasoning", "change"]) {
    form.elements[`${name}-${question}`].value = data[name];
  }
  saver.start(question, data.version);
  form.elements[`base-${question}`].value = data.version;
  lastEntry.set(question, JSON.stringify(entryOf(question)));
  blocked.delete(question);
  showBecause(question);
  showError(question, "");
  status(question, `Saved at ${data.at}`);
  if (saver.unsaved.length === 0) calm("The saved answer stands");
  blocks.get(question).focus();
}

function showState(item) {
  const block = blocks.get(item.question);
  if (!block) return;
  const ask = block.querySelector(".app-question__ask");
  const rests = block.querySelector(".app-question__rests");
  if (ask.hidden === item.applies) {
    ask.hidden = !item.applies;
    rests.hidden = item.applies;
    live.textContent = item.applies ? "A question now applies." : item.reason;
  }
  rests.querySelector(".app-question__reason").textContent = item.reason;
  const reasoning = block.querySelector(".app-reasoning");
  reasoning.querySelector(".govuk-hint").textContent = item.reasoning;
  const kept = form.elements[`reasoning-${item.question}`].value !== "";
  reasoning.hidden = !item.reasoning && !kept;
  block.querySelector(".app-change").hidden = !item.changed;
}

// --- coming back, and going -----------------------------------------------------------

async function comeBack() {
  if (saver.held !== "signed_out" && saver.held !== "stale_page") return;
  let answer;
  try {
    answer = await askSession();
  } catch {
    return;
  }
  if (answer.status === 401) alarm(SIGNED_OUT, true);
  if (answer.status !== 200) return;
  if (samePerson(answer)) saver.resume();
  else alarm("Another person is signed in now. Your text is still here: sign in as yourself.", true);
}

document.getElementById("save-retry").addEventListener("click", () => {
  if (saver.held === "signed_out" || saver.held === "stale_page") comeBack();
  else if (!saver.held) saver.resume();
});
window.addEventListener("focus", comeBack);
// Two windows side by side: none of them need lose the focus.
setInterval(comeBack, 4000);
window.addEventListener("online", () => !saver.held && saver.resume());
document.addEventListener("probata:signed-out", () => {
  for (const question of typing.keys()) hand(question);
  alarm(SIGNED_OUT, true);
});

function flushGoing() {
  for (const question of [...typing.keys()]) hand(question);
  if (saver.held) return;
  for (const body of saver.leaving()) {
    const small = JSON.stringify(body).length < KEEPALIVE_MOST;
    post(form.dataset.save, body, { keepalive: small }).catch(() => {});
  }
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    for (const question of [...typing.keys()]) hand(question);
  } else comeBack();
});
window.addEventListener("pagehide", flushGoing);
window.addEventListener("beforeunload", (event) => {
  for (const question of [...typing.keys()]) hand(question);
  if (!leaving && (saver.unsaved.length > 0 || blocked.size > 0)) event.preventDefault();
});

let leaving = false;
form.addEventListener("submit", (event) => {
  if (leaving) return;
  for (const question of [...typing.keys()]) hand(question);
  const done = () => saver.unsaved.length === 0 && blocked.size === 0;
  if (done()) {
    leaving = true; // and the form goes by itself: a submission within one is no submission
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  const go = () => {
    leaving = true;
    form.requestSubmit(button);
  };
  const since = Date.now();
  const look = () => {
    if (done()) go();
    else if (!trouble.hidden && (saver.held || blocked.size || Date.now() - since > 3000)) trouble.focus();
    else setTimeout(look, 50);
  };
  setTimeout(look, 50);
});
