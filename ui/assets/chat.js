// A click on a source opens it beside the chat; any other click follows the link as usual.
(() => {
  let opener = null;
  const panel = () => document.querySelector(".kallpanel");
  const calm = () =>
    matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  const open = (link) => {
    const view = panel();
    if (!view) return false;
    const address = new URL(link.href);
    view.querySelector(".egen").href = address.href;
    address.searchParams.set("panel", "1");
    view.querySelector("iframe").src = address.href;
    view.hidden = false;
    document.body.classList.add("med-kalla");
    mark(link);
    if (matchMedia("(max-width: 63.99rem)").matches) {
      view.scrollIntoView({ behavior: calm(), block: "start" });
    }
    return true;
  };

  const mark = (link) => {
    for (const other of document.querySelectorAll("a.kalla[aria-current]")) {
      other.removeAttribute("aria-current");
    }
    opener = link;
    if (link) link.setAttribute("aria-current", "true");
  };

  const close = () => {
    const view = panel();
    if (!view || view.hidden) return;
    const back = opener;
    view.hidden = true;
    document.body.classList.remove("med-kalla");
    mark(null);
    if (back && back.isConnected) back.focus();
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.target.closest(".kallpanel .stang")) {
      close();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("#logg a[href*='/punkt/']");
    if (link && open(link)) event.preventDefault();
  });
  // Until there is an archive to ask, the page looks again for itself.
  setInterval(() => {
    if (!document.hidden && document.querySelector("#logg .lage")) {
      document.getElementById("las-urval")?.click();
    }
  }, 5000);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  // Gradio names its log in English and labels each message with its raw HTML; a new question
  // belongs at the top of the window, with its answer below it.
  let asked = 0;
  new MutationObserver(() => {
    const labelled = "#logg [data-testid=bot][aria-label], #logg [data-testid=user][aria-label]";
    for (const message of document.querySelectorAll(labelled)) {
      message.removeAttribute("aria-label");
    }
    const examples = document.querySelector("#logg .examples[role]");
    if (examples) examples.removeAttribute("role"); // a list whose children are no list items
    const log = document.querySelector("#logg [role=log]");
    const name = protokollsvar.words.conversation;
    if (log && log.getAttribute("aria-label") !== name) log.setAttribute("aria-label", name);
    const questions = document.querySelectorAll("#logg .user-row");
    if (questions.length > asked) {
      questions[questions.length - 1].scrollIntoView({ behavior: calm(), block: "start" });
    }
    asked = questions.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
