// Conversations are kept in this browser only: listed, searched, renamed, exported, erased.
(() => {
  const { words, element, button } = protokollsvar;
  const KEY = "protokollsvar.samtal"; // [{ id, name, at, messages }], newest first
  const NOW = "protokollsvar.nu"; // this tab's conversation
  const MOST = 200;
  const NAMED = 80; // characters of a question that names its conversation
  let current = null;

  const load = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  };
  const save = (all) => {
    for (let kept = all.slice(0, MOST); ; kept = kept.slice(0, -1)) {
      try {
        localStorage.setItem(KEY, JSON.stringify(kept));
        return;
      } catch (error) { // full: the oldest goes
        if (!kept.length) return;
      }
    }
  };
  const remember = (id) => {
    current = id;
    try {
      if (id) sessionStorage.setItem(NOW, id); else sessionStorage.removeItem(NOW);
    } catch { /* a browser that keeps nothing still chats */ }
  };

  const content = (message) => typeof message.content === "string"
    ? message.content : message.content.map((block) => block.text || "").join(" ");
  const asked = (message) =>
    content(message).replace(/\\([\\`*_{}[\]<>()#+\-!|~&:.$=])/g, "$1").trim();
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;
  const nameOf = (talk) => {
    const first = talk.messages.find((message) => message.role === "user");
    const name = talk.name || (first ? asked(first) : words.conversation);
    return name.length > NAMED ? `${name.slice(0, NAMED - 1)}…` : name;
  };
  const textOf = (talk) => [talk.name || "", ...talk.messages.map((message) =>
    message.role === "user" ? asked(message) : parsed(content(message)).textContent)]
    .join(" ").toLowerCase();

  protokollsvar.keep = (messages) => {
    if (!Array.isArray(messages) || !messages.some((message) => message.role === "user")) return;
    const last = messages[messages.length - 1];
    if (last.role !== "assistant" || /class="svar soker"/.test(content(last))) return;
    if (!current) remember(crypto.randomUUID ? crypto.randomUUID() : String(Date.now()));
    const all = load();
    const before = all.find((talk) => talk.id === current);
    const talk = { id: current, name: before ? before.name : "", at: Date.now(), messages };
    if (before && JSON.stringify(before.messages) === JSON.stringify(messages)) return;
    save([talk, ...all.filter((other) => other.id !== current)]);
  };

  const show = (messages, id) => {
    remember(id);
    protokollsvar.opened = messages;
    document.getElementById("oppna-valt").click();
  };
  const startAnew = () => {
    show([], null);
    document.querySelector("#ruta textarea")?.focus();
  };

  const turnsOf = (talk) => {
    const turns = [];
    for (const message of talk.messages) {
      if (message.role === "user") {
        turns.push({ question: asked(message), paragraphs: [], citations: [], searched: "" });
        continue;
      }
      const answer = parsed(content(message)).querySelector(".svar");
      if (!answer || !turns.length) continue;
      const { paragraphs, citations, searched } = protokollsvar.read(answer);
      Object.assign(turns[turns.length - 1], {
        citations, searched,
        paragraphs: paragraphs.length ? paragraphs : [{ text: answer.textContent.trim(), notes: [] }],
      });
    }
    return turns;
  };

  const exported = async (talk, form, status) => {
    const name = nameOf(talk);
    try {
      const reply = await protokollsvar.post("/samtal/export",
        { name, form, lang: protokollsvar.lang, turns: turnsOf(talk) });
      if (!reply.ok) throw new Error(String(reply.status));
      const address = URL.createObjectURL(await reply.blob());
      const file = name.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "protokollsvar";
      element("a", { href: address, download: `${file}.${form}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    } catch {
      status.textContent = words.exportFailed;
    }
  };

  const dialog = element("dialog", { className: "samtalsruta" });
  const twice = (label, act) => { // what cannot be undone is asked for twice
    const erase = button(label, () => {
      if (erase.textContent === words.sure) act();
      else erase.textContent = words.sure;
    }, "radera");
    erase.onblur = () => { erase.textContent = label; };
    return erase;
  };

  const rowOf = (talk, status) => {
    const open = button(nameOf(talk), () => { dialog.close(); show(talk.messages, talk.id); }, "oppna");
    if (talk.id === current) open.setAttribute("aria-current", "true");
    const row = element("li", {}, open,
      element("span", { className: "nar", textContent:
        new Date(talk.at).toLocaleString(protokollsvar.lang, { dateStyle: "medium", timeStyle: "short" }) }));
    const rename = () => {
      const input = element("input", { value: nameOf(talk), maxLength: 200 });
      input.setAttribute("aria-label", words.newName);
      const form = element("form", { className: "namnbyte" }, input,
        element("button", { type: "submit", textContent: words.save }));
      form.onsubmit = (event) => {
        event.preventDefault();
        save(load().map((other) =>
          other.id === talk.id ? { ...other, name: input.value.trim() } : other));
        fill();
      };
      row.replaceChildren(form);
      input.select();
    };
    row.append(element("span", { className: "gor" },
      button(words.rename, rename),
      button(words.markdown, () => exported(talk, "md", status)),
      button(words.docx, () => exported(talk, "docx", status)),
      twice(words.erase, () => {
        save(load().filter((other) => other.id !== talk.id));
        if (talk.id === current) startAnew();
        fill();
      })));
    return row;
  };

  const fill = () => {
    const status = dialog.querySelector(".sagt");
    const wanted = dialog.querySelector("input[type=search]").value.trim().toLowerCase();
    const found = load().filter((talk) => !wanted || textOf(talk).includes(wanted));
    const list = dialog.querySelector("ul");
    list.replaceChildren(...found.map((talk) => rowOf(talk, status)));
    status.textContent = found.length ? "" : words.none;
    dialog.querySelector(".radera-alla").hidden = !load().length;
  };

  const build = () => {
    const search = element("input", { type: "search", oninput: () => fill() });
    search.setAttribute("aria-label", words.searchTalks);
    search.placeholder = words.searchTalks;
    const status = element("p", { className: "sagt" });
    status.setAttribute("role", "status");
    const everything = twice(words.eraseAll, () => { save([]); startAnew(); fill(); });
    everything.classList.add("radera-alla");
    dialog.setAttribute("aria-labelledby", "samtalsrubrik");
    dialog.append(
      element("div", { className: "dialoghuvud" },
        element("h2", { id: "samtalsrubrik", textContent: words.conversations }),
        button(words.close, () => dialog.close())),
      element("p", { className: "forklaring", textContent: words.keptHere }),
      search, element("ul"), status, everything);
    document.body.append(dialog);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#huvud .samtalen")) {
      if (!dialog.isConnected) build();
      dialog.querySelector("input[type=search]").value = "";
      fill();
      dialog.showModal();
    } else if (event.target.closest("#huvud .nytt") && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      startAnew();
    }
  });

  // After a reload, or on the way back from a page, the conversation is where it was.
  const arrival = performance.getEntriesByType("navigation")[0];
  const restore = arrival && (arrival.type === "reload" || arrival.type === "back_forward");
  let id = null;
  try { id = sessionStorage.getItem(NOW); } catch { id = null; }
  const talk = restore && id && load().find((one) => one.id === id);
  const ready = new MutationObserver(() => {
    const list = document.querySelector("#huvud .samtalen");
    if (list) list.hidden = false;
    if (!list || !document.getElementById("oppna-valt")) return;
    ready.disconnect();
    if (talk) setTimeout(() => show(talk.messages, talk.id), 0);
  });
  ready.observe(document.documentElement, { childList: true, subtree: true });
})();
