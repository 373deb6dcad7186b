// Gradio's page hears of its events over one stream, which the server ends as soon as it knows of
// no unfinished event. The page never hears of an event that it sends at that very moment, and is
// loaded anew, without its conversation, when the stream breaks. So the page is given one stream
// for as long as it is open, fed from as many of the server's streams as it takes; when the
// connection breaks, what was asked and not yet answered is asked again.
(() => {
  const send = window.fetch.bind(window);
  const unfinished = new Map(); // event -> { input, options, begun, again }: not heard to the end
  const early = new Set(); // events whose end came before the reply to their sending
  const known = new Map(); // event asked again -> the one that the page knows
  let address = "";
  let page = null; // what feeds the page's stream
  let listening = false;
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });

  const say = (text) => {
    let note = document.getElementById("forbindelse");
    if (!note) {
      note = document.createElement("p");
      note.id = "forbindelse";
      note.setAttribute("role", "status");
      document.body.append(note);
    }
    note.textContent = text;
    note.hidden = !text;
  };

  const connected = async () => {
    say(protokollsvar.words.connectionLost);
    for (;;) {
      await new Promise((wake) => { setTimeout(wake, 1000); });
      const reply = await send("/healthz", { cache: "no-store" }).catch(() => null);
      if (reply && reply.ok) break;
    }
    say("");
  };

  const reach = async (input, options) => {
    for (;;) {
      try {
        return await send(input, options);
      } catch (error) {
        if (leaving || !(error instanceof TypeError)) throw error; // TypeError: no connection
        await connected();
      }
    }
  };

  const hear = (message) => {
    if (known.has(message.event_id)) message.event_id = known.get(message.event_id);
    const event = unfinished.get(message.event_id);
    if (message.msg === "process_generating") {
      if (event && event.again) return; // a step told as the difference to one that was lost
      if (event) event.begun = true;
    }
    if (message.msg === "process_completed" && !unfinished.delete(message.event_id)) {
      early.add(message.event_id);
    }
    page.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
  };

  const listenOnce = async () => {
    const reply = await send(address, { headers: { accept: "text/event-stream" } });
    if (!reply.ok) throw new TypeError(`the event stream answered ${reply.status}`);
    const text = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await text.read();
      if (done) throw new TypeError("the event stream broke");
      const messages = (rest + value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) {
        const said = JSON.parse(message.slice("data: ".length));
        if (said.msg === "close_stream") return;
        hear(said);
      }
    }
  };

  const askAgain = async () => {
    await connected();
    for (const [event, { input, options, begun }] of [...unfinished]) {
      const reply = await reach(input, options);
      known.set((await reply.json()).event_id, event);
      unfinished.get(event).again = begun;
    }
  };

  const listen = async () => {
    if (listening || !page) return;
    listening = true;
    try {
      do {
        try {
          await listenOnce();
        } catch (error) {
          // The server forgets what it was asked over a stream that broke.
          if (leaving || !(error instanceof TypeError)) throw error;
          if (unfinished.size) await askAgain();
        }
      } while (unfinished.size && page);
    } finally {
      listening = false;
    }
  };

  const join = async (input, options) => {
    const reply = await reach(input, options);
    if (reply.ok) {
      const { event_id } = await reply.clone().json();
      if (!early.delete(event_id)) unfinished.set(event_id, { input, options });
      listen();
    }
    return reply;
  };

  const stream = (url) => {
    address = url;
    const body = new ReadableStream({
      start: (controller) => { page = controller; },
      cancel: () => { page = null; },
    });
    listen();
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };

  window.fetch = async (input, options) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.pathname.endsWith("/queue/join")) return join(input, options);
    if (url.pathname.endsWith("/queue/data")) return stream(url.href);
    return send(input, options);
  };
})();
