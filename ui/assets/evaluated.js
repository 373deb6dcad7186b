// The policy of the chat's page lets a browser run only script that is a file of ours or carries
// the page's nonce, and evaluate no text. Gradio makes functions of texts all the same: of the
// template of each HTML part, and of what an event does in the page. Those texts that our page has
// are written out here as functions; any other goes on to the browser, which refuses it. The style
// sheets that Gradio makes get the nonce.
(() => {
  const { nonce } = document.currentScript;
  const create = document.createElement.bind(document);
  document.createElement = (tag, ...more) => {
    const node = create(tag, ...more);
    if (String(tag).toLowerCase() === "style") node.nonce = nonce;
    return node;
  };

  const ofTemplate = (text, names) => {
    if (text === 'return "${value}";') return () => "${value}"; // by Handlebars
    if (text === 'return "";') return () => "";
    const at = names.indexOf("value");
    if (text === "return `${value}`;" && at >= 0) return (...values) => String(values[at]);
    return text === "return ``;" ? () => "" : null;
  };
  const ofEvent = (text) => {
    const own = /^return \(\s*protokollsvar\.(\w+)\s*\);$/.exec(text);
    return own && (async () => (...given) => protokollsvar[own[1]](...given));
  };
  const written = (texts) => {
    const given = texts.map(String);
    const text = (given.pop() || "").trim();
    return ofTemplate(text, given) || ofEvent(text);
  };
  const instead = (native) => new Proxy(native, {
    apply: (_, self, given) => written(given) || Reflect.apply(native, self, given),
    construct: (_, given) => written(given) || Reflect.construct(native, given),
  });

  window.Function = instead(Function);
  const later = Object.getPrototypeOf(async () => {});
  Object.defineProperty(later, "constructor", { value: instead(later.constructor) });

  // What an event does in the page, by the name that chat.py gives it.
  protokollsvar.withChosen = (_, chat) => [protokollsvar.chosen, chat];
  protokollsvar.openedTalk = () => [protokollsvar.opened];
  protokollsvar.keepTalk = (chat) => protokollsvar.keep(chat);
})();
