// Sends saves one after another until each is acknowledged; knows nothing of the page.
//
// A save keeps its operation id until the server has answered it, so that it may be sent
// again without being taken twice. What is typed meanwhile waits behind it.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

export function makeSaver({ send, tell, later = setTimeout, newId = () => crypto.randomUUID() }) {
  const waiting = new Map(); // question -> {entry, id, sent}
  const behind = new Map(); // question -> entry typed after its save was sent
  const base = new Map(); // question -> version that the next save is made on
  let sending = false;
  let wait = FIRST_WAIT;
  let held = ""; // why nothing is sent: signed_out, refused ...
  let timer = null;

  function put(question, entry) {
    const before = waiting.get(question);
    if (before && before.sent) behind.set(question, entry);
    else waiting.set(question, { entry, id: newId(), sent: false });
    tell("changed", question);
    go();
  }

  async function go() {
    if (sending || held || timer !== null) return;
    const next = waiting.entries().next();
    if (next.done) return;
    sending = true;
    await attempt(...next.value);
    sending = false;
    go();
  }

  async function attempt(question, save) {
    save.sent = true;
    tell("sending", question);
    let answer;
    try {
      answer = await send(body(question, save));
    } catch {
      answer = { status: 0 };
    }
    if (waiting.get(question) === save) take(question, answer);
  }

  function take(question, answer) {
    if (answer.status === 200) {
      base.set(question, answer.data.version);
      settle(question);
      tell("saved", question, answer.data);
    } else if (answer.status === 409) {
      const mine = behind.get(question) || waiting.get(question).entry;
      behind.delete(question);
      settle(question);
      tell("conflict", question, { ...answer.data, entry: mine });
    } else if (answer.status === 422 || answer.status === 400 || answer.status === 413) {
      settle(question);
      tell("rejected", question, answer.data || {});
    } else if ([401, 403, 404].includes(answer.status)) {
      held = { 401: "signed_out", 403: "refused", 404: "gone" }[answer.status];
      tell("held", question, { held, ...answer.data });
    } else if (answer.status === 419) {
      held = "stale_page";
      tell("held", question, { held });
    } else {
      tell("waiting", question, { seconds: wait / 1000 });
      timer = later(again, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
  }

  function settle(question) {
    waiting.delete(question);
    wait = FIRST_WAIT;
    if (behind.has(question)) {
      const entry = behind.get(question);
      behind.delete(question);
      waiting.set(question, { entry, id: newId(), sent: false });
    }
  }

  function again() {
    timer = null;
    go();
  }

  function body(question, save) {
    return { question, base: base.get(question) || 0, operation: save.id, ...save.entry };
  }

  return {
    put,
    /** Begin from the version that the page shows. */
    start: (question, version) => base.set(question, version),
    /** Whether something is not yet acknowledged. */
    get unsaved() {
      return [...new Set([...waiting.keys(), ...behind.keys()])];
    },
    get held() {
      return held;
    },
    /** Go on after a hold, or at once instead of after the wait. */
    resume() {
      held = "";
      if (timer !== null) clearTimeout(timer);
      wait = FIRST_WAIT;
      again();
    },
    /** Everything unacknowledged, to be sent at once as the page goes. */
    leaving() {
      const saves = [];
      for (const [question, save] of waiting) {
        save.sent = true;
        saves.push(body(question, save));
        if (behind.has(question)) {
          const next = { entry: behind.get(question), id: newId() };
          saves.push({ ...body(question, next), base: (base.get(question) || 0) + 1 });
        }
      }
      return saves;
    },
  };
}
