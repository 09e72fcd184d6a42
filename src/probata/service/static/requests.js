// Requests to the service with the session's token; each gives {status, data}.

const page = document.body.dataset;
let token = page.token;

export async function post(address, body, options = {}) {
  const response = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": token,
    },
    body: JSON.stringify(body),
    ...options,
  });
  return read(response);
}

/** How the session stands; a new token is used from here on, if it is the same person's. */
export async function askSession() {
  const response = await fetch(page.session, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  const answer = await read(response);
  if (answer.status === 200 && answer.data.user === page.user) token = answer.data.token;
  return answer;
}

export const samePerson = (answer) => answer.data.user === page.user;

async function read(response) {
  const kind = response.headers.get("Content-Type") || "";
  const data = kind.startsWith("application/json") ? await response.json() : null;
  // A page where an answer was due is no acknowledgement, whatever its number.
  const status = data === null && response.status < 400 ? 0 : response.status;
  return { status, data };
}
