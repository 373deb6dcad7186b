// Below each finished answer: copy it with its sources, say whether it was good, go on asking.
(() => {
  const { words } = protokollsvar;
  const flat = (node) => {
    if (!node) return "";
    const copy = node.cloneNode(true);
    for (const end of copy.querySelectorAll("br")) end.replaceWith(" ");
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const dressed = new WeakMap(); // row -> { html, tools }

  protokollsvar.element = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const { element } = protokollsvar;
  protokollsvar.button = (label, act, className = "") =>
    element("button", { type: "button", textContent: label, className, onclick: act });
  const { button } = protokollsvar;
  protokollsvar.post = (path, body) =>
    fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  // An answer as data, read from its HTML: what is copied and exported is what was shown.
  protokollsvar.read = (answer) => ({
    found: !answer.classList.contains("inget"),
    highlight: flat(answer.querySelector("strong.fakta")) || null,
    searched: [...answer.querySelectorAll(".skrivet, .last-som, .genomsokt")].map(flat).join(" "),
    paragraphs: [...answer.querySelectorAll(".svarstext, p.besked")].map((paragraph) => {
      const copy = paragraph.cloneNode(true);
      const links = [...copy.querySelectorAll("a.nr")];
      for (const link of links) link.remove();
      return { text: flat(copy), notes: links.map((link) => Number(link.lastChild.textContent)) };
    }),
    citations: [...answer.querySelectorAll(".kallor > li")].map((source) => {
      const address = new URL(source.querySelector("a").getAttribute("href"), location.origin);
      return {
        n: Number(flat(source.querySelector(".n"))),
        reference: flat(source.querySelector(".hanvisning")),
        title: flat(source.querySelector(".rubrik")),
        quote: flat(source.querySelector("blockquote")),
        address: address.href,
        item_id: decodeURIComponent(address.pathname.slice("/punkt/".length)),
      };
    }),
  });

  const asText = (question, answer) => {
    const said = answer.paragraphs.map(
      ({ text, notes }) => [text, ...notes.map((n) => `[${n}]`)].join(" "));
    const sources = answer.citations.map(({ n, reference, title, quote, address }) =>
      `[${n}] ${reference}${title ? `, ${title}` : ""}: ”${quote}”\n    ${address}`);
    return [question, "", ...said, "", ...(sources.length ? [`${words.sources}:`] : []),
      ...sources, "", answer.searched].join("\n").trim() + "\n";
  };

  const questionsUpTo = (row) => {
    const asked = [];
    for (const other of document.querySelectorAll("#logg .message-row")) {
      if (other === row) break;
      if (other.classList.contains("user-row")) asked.push(flat(other.querySelector(".message-content")));
    }
    return { question: asked.pop() || "", history: asked.slice(-20) };
  };

  protokollsvar.askChosen = (question) => {
    if (document.querySelector("#ruta .stop-button")) return; // one question at a time
    protokollsvar.chosen = question;
    document.getElementById("fraga-vald").click();
  };

  const judge = (row, answer, tools, verdict, more = {}) =>
    protokollsvar.post("/samtal/omdome", {
      ...questionsUpTo(row), lang: protokollsvar.lang, verdict, ...more,
      found: answer.found, highlight: answer.highlight, citations: answer.citations,
      answer: answer.paragraphs.map(({ text }) => text).join(" "),
    }).then((reply) => reply.ok, () => false).then((kept) => {
      tools.querySelector(".sagt").textContent = kept ? words.thanks : words.notKept;
      return kept;
    });

  const why = (send, cancel) => {
    const name = `skal-${Math.random().toString(36).slice(2)}`;
    const form = element("form", { className: "skal" },
      element("fieldset", {},
        element("legend", { textContent: words.why }),
        ...Object.entries(words.reasons).map(([value, label]) =>
          element("label", {}, element("input", { type: "radio", name, value }), ` ${label}`))),
      element("label", { className: "kommentar" }, words.comment,
        element("textarea", { rows: 2, maxLength: 2000 })),
      element("p", { className: "knappar" },
        element("button", { type: "submit", className: "anvand", textContent: words.send }),
        button(words.cancel, cancel)));
    form.onsubmit = (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      send({ reason: chosen ? chosen.value : "", comment: form.querySelector("textarea").value });
    };
    form.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      cancel();
    };
    return form;
  };

  const toolsFor = (row, shown) => {
    const answer = protokollsvar.read(shown);
    const status = element("span", { className: "sagt" });
    status.setAttribute("role", "status");
    const copy = button(words.copyAnswer, async () => {
      await navigator.clipboard.writeText(asText(questionsUpTo(row).question, answer));
      status.textContent = words.copied;
    });
    copy.hidden = !navigator.clipboard;
    const tools = element("div", { className: "verktyg" });
    const marked = (good) => {
      up.setAttribute("aria-pressed", String(good === true));
      down.setAttribute("aria-pressed", String(good === false));
    };
    const up = button(words.good, async () => {
      if (await judge(row, answer, tools, "up")) marked(true);
    }, "bra");
    const down = button(words.bad, () => {
      if (tools.querySelector("form")) return;
      const close = () => { form.remove(); down.focus(); };
      const form = why(async (more) => {
        if (await judge(row, answer, tools, "down", more)) { marked(false); close(); }
      }, close);
      tools.append(form);
      form.querySelector("input").focus();
    }, "daligt");
    marked(null);
    tools.append(element("p", { className: "knapprad" }, copy, up, down, status));
    return tools;
  };

  const goOn = async (row, tools, tries = 4) => {
    const asked = questionsUpTo(row);
    if (!asked.question || asked.question.length > 2000) return;
    let found = [];
    try {
      const reply = await protokollsvar.post("/samtal/vidare", {
        ...asked, lang: protokollsvar.lang,
        query: Object.fromEntries(new URLSearchParams(location.search)),
      });
      const said = reply.ok ? await reply.json() : { suggestions: [] };
      found = said.suggestions;
      if (said.later && tries > 1) { // others wait for their answers
        setTimeout(() => { if (tools.isConnected) goOn(row, tools, tries - 1); }, 4000);
        return;
      }
    } catch { return; } // the answer stands without them
    const rows = document.querySelectorAll("#logg .message-row");
    if (!found.length || !tools.isConnected || rows[rows.length - 1] !== row) return;
    tools.querySelector(".vidare")?.remove();
    tools.append(element("div", { className: "vidare" },
      element("p", { textContent: words.goOn }),
      element("ul", {}, ...found.map((question) => element("li", {},
        button(question, () => protokollsvar.askChosen(question)))))));
  };

  const dress = () => {
    const rows = [...document.querySelectorAll("#logg .message-row")];
    for (const row of rows) {
      if (row !== rows[rows.length - 1]) row.querySelector(".vidare")?.remove();
      const shown = row.querySelector(".svar");
      const writing = shown && shown.querySelector(".skriver")
        && document.querySelector("#ruta .stop-button"); // a language model, until it is stopped
      const done = shown && !writing && shown.querySelector(".genomsokt");
      const before = dressed.get(row);
      const html = done ? shown.outerHTML : "";
      if (before && before.html === html && before.tools.isConnected) continue;
      if (before) { before.tools.remove(); dressed.delete(row); }
      if (!done) continue;
      const tools = toolsFor(row, shown);
      row.querySelector(".message-content").append(tools);
      dressed.set(row, { html, tools });
      if (row === rows[rows.length - 1]) setTimeout(() => goOn(row, tools), 300);
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; dress(); });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A server that does not answer is said, and it is said when it does again.
  let lost = null;
  const look = async () => {
    let here = true;
    try { here = (await fetch("/healthz", { cache: "no-store" })).ok; } catch { here = false; }
    if (!here && !lost) {
      lost = element("p", { className: "brutet", textContent: words.lost });
      lost.setAttribute("role", "alert");
      document.body.append(lost);
    } else if (here && lost) {
      const said = lost;
      lost = null;
      said.textContent = words.back;
      setTimeout(() => said.remove(), 4000);
    }
  };
  setInterval(() => { if (lost || !document.hidden) look(); }, 15000);
  addEventListener("offline", look);
  addEventListener("online", look);
})();
