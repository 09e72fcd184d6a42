// Warns by the real clock before the session ends; nothing on the page is touched.

import { askSession, post } from "./requests.js";

const page = document.body.dataset;
const dialog = document.getElementById("session-warning");
const left = document.getElementById("session-left");
const said = document.getElementById("session-said");
const warn = Number(page.warn);
const full = Number(page.seconds);
let ends = Date.now() + full * 1000;
let ended = false;
let asking = false;

const seconds = () => Math.round((ends - Date.now()) / 1000);

function show() {
  const now = Math.max(0, seconds());
  left.textContent = now >= 120 ? `${Math.ceil(now / 60)} minutes left` : `${now} seconds left`;
  if (now % 60 === 0 || (now < 60 && now % 15 === 0)) said.textContent = left.textContent;
}

async function look() {
  if (ended || asking || seconds() > warn) return;
  if (!dialog.open || seconds() <= 0) await ask();
  if (seconds() <= warn && !ended) {
    if (!dialog.open) dialog.showModal();
    show();
  }
}

// Another tab may have prolonged the session, or ended it.
async function ask() {
  asking = true;
  try {
    const answer = await askSession();
    if (answer.status === 200) ends = Date.now() + answer.data.seconds * 1000;
    if (answer.status === 401) end();
  } catch {
    // Not reached: the clock goes on, and saving says what is wrong.
  }
  asking = false;
}

function end() {
  ended = true;
  if (dialog.open) dialog.close();
  document.dispatchEvent(new CustomEvent("probata:signed-out"));
}

document.getElementById("session-stay").addEventListener("click", async () => {
  dialog.close();
  try {
    const answer = await post(page.session, {});
    if (answer.status === 200) ends = Date.now() + answer.data.seconds * 1000;
    if (answer.status === 401) end();
  } catch {
    await ask();
  }
});
document.addEventListener("probata:saved", () => {
  ended = false;
  ends = Math.max(ends, Date.now() + (full - 60) * 1000);
});
document.addEventListener("visibilitychange", look);
setInterval(look, 1000);
