// Dropped files are sent one after the other, each with its progress; the list renews itself while
// something is under way. Without this script the form sends them all at once.
(() => {
  const form = document.querySelector("form.slapp");
  const field = form.querySelector("input[type=file]");
  const sending = document.querySelector(".skickas");
  const list = document.getElementById("tillagda");
  const { send, sending: percentText, notSent, tooLarge, full, limit } = form.dataset;
  const queue = [];
  let working = false;
  let timer = null;

  const renew = async () => {
    clearTimeout(timer);
    try {
      const reply = await fetch(form.dataset.list, { cache: "no-store" });
      if (reply.ok) {
        const focused = document.activeElement?.getAttribute("aria-label");
        const open = [...list.querySelectorAll("details")].map((each) => each.open);
        const html = await reply.text();
        if (list.dataset.shown !== html) {
          list.innerHTML = html;
          list.dataset.shown = html;
          list.querySelectorAll("details").forEach((each, at) => { each.open = open[at] || false; });
          if (focused) list.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
        }
      }
    } catch { /* the server is away: tried again below */ }
    if (working || list.querySelector("[data-busy=ja]")) timer = setTimeout(renew, 800);
  };

  const line = (name) => {
    const row = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    label.textContent = name;
    label.className = "filnamn";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    const said = document.createElement("span");
    said.className = "lage";
    row.append(label, said, bar);
    sending.append(row);
    return {
      at(percent) { bar.value = percent; said.textContent = percentText.replace("{percent}", percent); },
      failed(why) { bar.remove(); said.textContent = why; row.className = "failed"; },
      done() { row.remove(); },
    };
  };

  const sendOne = (file, shown) => new Promise((over) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${send}?namn=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) shown.at(Math.floor((100 * event.loaded) / event.total));
    };
    request.onload = () => {
      if (request.status === 202) shown.done();
      else if (request.status === 429 || request.status === 503) {
        shown.failed(full);
      } else shown.failed(request.status === 413 ? tooLarge : notSent);
      over();
    };
    request.onerror = () => { shown.failed(notSent); over(); };
    request.send(file);
  });

  const work = async () => {
    if (working) return;
    working = true;
    renew();
    while (queue.length) {
      const { file, shown } = queue.shift();
      if (file.size > limit * 1e6) { shown.failed(tooLarge); continue; }
      await sendOne(file, shown);
      renew();
    }
    working = false;
    renew();
  };

  const take = (files) => {
    for (const file of files) {
      const shown = line(file.name);
      shown.at(0);
      queue.push({ file, shown });
    }
    work();
  };

  form.classList.add("levande");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(field.files);
    form.reset();
  });
  field.addEventListener("change", () => {
    if (!field.files.length) return;
    take(field.files);
    form.reset();
  });
  for (const name of ["dragenter", "dragover"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    addEventListener(name, (event) => {
      if (name === "dragleave" && event.relatedTarget) return;
      form.classList.remove("over");
    });
  }
  addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  list.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    button.disabled = true;
    await fetch(event.target.action, {
      method: "POST", body: new URLSearchParams(new FormData(event.target)),
    }).catch(() => null);
    renew();
  });
  if (list.querySelector("[data-busy=ja]")) renew();
})();
