"""The chat: a conversation on the left, the source of what was answered on the right."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, Protocol

import gradio as gr

from index.errors import ProtokollsvarError, QuestionError
from index.nouns import ANY, Filter, Hit
from index.standing import Standing
from qa.nouns import Answer, Assistant, Searched
from ui import addresses, rendering
from ui.catalogue import Catalogue
from ui.chat_frame import head_html, panel_html, selection_html, welcome_html
from ui.model_note import model_note
from ui.narrowing import Rewrites
from ui.request_ids import HEADER
from ui.selection import where_of
from ui.standing import standing_text, trouble_text
from ui.visitors import Visitor, visitor_of
from ui.words import Words

LONGEST_QUESTION = 2000  # characters; more is a pasted document, not a question
# Answered at once; the others wait their turn. More than there are cores make each one later.
CONCURRENT_QUESTIONS = max(2, os.cpu_count() or 1)

_logger = logging.getLogger(__name__)

Message = dict[str, Any]
Step = tuple[Any, list[Message]]
Follow = Callable[[str | None, Generator[Step, None, None]], Generator[Step, None, None]]


class Answering(Assistant, Protocol):
    """An assistant that also knows what lies near a question without answering it."""

    def nearest(self, question: str, where: Filter = ANY) -> list[Hit]:
        """Return the few items that lie near `question`."""

    def standing(self) -> Standing:
        """Return how it stands with the archive."""


class Served(Answering, Protocol):
    """An archive as one visitor sees it: answers, and what the front page says of it."""

    @property
    def rewriter(self) -> Rewrites | None:
        """What has a language model say the answers in its own words, if there is one."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process."""

    def searched(self, where: Filter = ...) -> Searched:
        """Return how many meetings pass `where`, from which day to which."""

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""

    def examples(self) -> Sequence[str]:
        """Return questions to begin with."""


def build_chat(
    served: Callable[[Visitor], Served],
    words: Words,
    follow: Follow | None = None,
    *,
    can_add: bool = False,
) -> gr.Blocks:
    """Return the chat page in one language; `served` gives the archive as a visitor sees it.

    Gradio runs what is asked outside the request that asks it: who asks is told, never guessed.
    `follow` is given the steps of every answer with the id of the request that asked for it. With
    `can_add` the page leads those who may to the one where protocols are added.
    """
    blocks: gr.Blocks
    adding_href = addresses.with_language(addresses.ADDING_PATH, words) if can_add else None
    with gr.Blocks(title="Protokollsvar", analytics_enabled=False, fill_width=True) as blocks:
        head = _part(head_html(words, None), "huvud")
        with gr.Row(elem_id="ytor"):
            with gr.Column(elem_id="samtal"):
                chat = gr.Chatbot(
                    label=words.conversation,
                    show_label=False,
                    container=False,
                    elem_id="logg",
                    height=None,
                    layout="panel",
                    buttons=[],
                    sanitize_html=True,
                    latex_delimiters=[],
                    feedback_options=None,
                    placeholder=welcome_html(words, None),
                    examples=[{"text": words.welcome}],
                    group_consecutive_messages=False,
                )
                with gr.Row(elem_id="fraga"):
                    box = gr.Textbox(
                        label=words.box_label,
                        show_label=True,
                        placeholder=words.box_placeholder,
                        lines=1,
                        max_lines=6,
                        max_length=LONGEST_QUESTION,
                        autofocus=True,
                        submit_btn=words.send,
                        stop_btn=False,
                        elem_id="ruta",
                    )
                    chosen = _part(selection_html(words, ANY, None), "urval")
            _part(panel_html(words), "kallvy")
        # Pressed by the page's own script, never seen: a question or a conversation it chose.
        ask_chosen = gr.Button("", elem_id="fraga-vald", visible="hidden")
        open_chosen = gr.Button("", elem_id="oppna-valt", visible="hidden")
        look_again = gr.Button("", elem_id="las-urval", visible="hidden")

        def visit(request: gr.Request) -> tuple[Any, Any, Any]:
            visitor = _visitor(request)
            now, where = served(visitor), _where(request)
            now.refresh()
            adding = adding_href if visitor.is_shown("editor") else None
            # Narrowed to nothing that exists the page still says what there is to choose from.
            said = standing_text(now.standing(), words)
            welcome = gr.Chatbot(
                placeholder=welcome_html(words, now.searched(where), where, said, adding),
                examples=[{"text": question} for question in now.examples()],
            )
            narrowing = gr.HTML(selection_html(words, where, now.catalogue()))
            if not (adding or visitor.has_session):
                return welcome, narrowing, gr.skip()
            return welcome, narrowing, gr.HTML(head_html(words, adding, visitor))

        def ask(
            question: str, history: list[Message] | None, request: gr.Request
        ) -> Iterator[Step]:
            here = served(_visitor(request))
            steps = conversation_steps(
                here, question, history or [], words, _where(request), here.rewriter
            )
            yield from follow(request.headers.get(HEADER), steps) if follow else steps

        def ask_example(
            history: list[Message] | None, chosen: gr.SelectData, request: gr.Request
        ) -> Iterator[Step]:
            yield from ask(chosen.value["text"], history, request)

        def retry(history: list[Message], request: gr.Request) -> Iterator[Step]:
            at = _last_question(history)
            yield from ask(_question(history[at]), history[:at], request)

        def edit(
            history: list[Message], edited: gr.EditData, request: gr.Request
        ) -> Iterator[Step]:
            index = edited.index[0] if isinstance(edited.index, (list, tuple)) else edited.index
            yield from ask(str(edited.value), history[:index], request)

        shared: dict[str, Any] = {
            "outputs": [box, chat],
            "concurrency_limit": CONCURRENT_QUESTIONS,
            "concurrency_id": "ask",
            "show_progress": "hidden",
            "api_visibility": "private",
        }
        asking: Any = [
            box.submit(ask, inputs=[box, chat], **shared),
            chat.example_select(ask_example, inputs=[chat], **shared),
            chat.retry(retry, inputs=[chat], **shared),
            chat.edit(edit, inputs=[chat], **shared),
            ask_chosen.click(ask, inputs=[box, chat], js="protokollsvar.withChosen", **shared),
        ]
        box.stop(
            lambda: _ready(words), None, [box], cancels=asking, queue=False,
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        open_chosen.click(
            None, None, [chat], js="protokollsvar.openedTalk",
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        chat.change(
            None, [chat], None, js="protokollsvar.keepTalk",
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        seen: Any = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(visit, None, [chat, chosen, head], **seen)
        look_again.click(visit, None, [chat, chosen, head], **seen)
    return blocks


def conversation_steps(
    assistant: Answering,
    question: str,
    history: Sequence[Message],
    words: Words,
    where: Filter = ANY,
    rewriter: Rewrites | None = None,
) -> Generator[Step, None, None]:
    """Yield the question box and the conversation as the answer to `question` comes in.

    `history` is never changed; its earlier questions are what the assistant is told.
    """
    before = list(history)
    asked = question.strip()
    if not asked:
        yield _ready(words), [*before, _message("assistant", words.blank_question, notice=True)]
        return
    shown = [*before, _message("user", rendering.question_markdown(asked[:LONGEST_QUESTION]))]
    if len(asked) > LONGEST_QUESTION:
        text = words.long_question.format(found=len(asked), limit=LONGEST_QUESTION)
        yield _ready(words), [*shown, _message("assistant", text, notice=True)]
        return
    yield _busy(words), [*shown, _message("assistant", rendering.searching_html(words))]
    earlier = [_question(message) for message in before if message["role"] == "user"]
    try:
        answer = assistant.ask(asked, earlier, where)
        near: Sequence[Hit] = ()
        if answer.status == "not_found":
            near = assistant.nearest(answer.standalone_question, where)
    except ProtokollsvarError as error:
        if not isinstance(error, QuestionError):
            _logger.exception("could not answer a question")
        text = trouble_text(error, assistant.standing(), words)
        yield _ready(words), [*shown, _message("assistant", text, notice=True)]
        return
    except Exception:
        # One question must not end the conversation; the operator finds the cause in the log.
        _logger.exception("could not answer a question")
        yield _ready(words), [*shown, _message("assistant", words.failed, notice=True)]
        return
    if rewriter is None or answer.status == "not_found":
        steps = rendering.answer_steps(answer, words, near, where)
    else:
        steps = _rewritten_steps(answer, words, where, rewriter)
    last = None
    for step in steps:
        if last is not None:
            yield _busy(words), [*shown, _message("assistant", last)]
        last = step
    if last is not None:
        yield _ready(words), [*shown, _message("assistant", last)]


def _rewritten_steps(
    answer: Answer, words: Words, where: Filter, rewriter: Rewrites
) -> Iterator[str]:
    """Yield the answer as a model rewrites it; the extractive one stands until that is proven."""
    try:
        for now in rewriter.rewrite(answer, where):
            yield rendering.answer_html(
                now.answer, words, note=model_note(now, words), writing=now.state == "writing"
            )
    except Exception:
        # The answer is there already; a defect in rewriting it must not take it away.
        _logger.exception("could not rewrite an answer")
        yield rendering.answer_html(answer, words, note=words.own_words)


def _message(role: str, content: str, *, notice: bool = False) -> Message:
    return {"role": role, "content": rendering.notice_html(content) if notice else content}


def _question(message: Message) -> str:
    """Return what a user's message asks; its content is a list of blocks after a round trip."""
    content = message["content"]
    if not isinstance(content, str):
        content = " ".join(block.get("text", "") for block in content)
    return rendering.question_text(content)


def _last_question(history: Sequence[Message]) -> int:
    return max(at for at, message in enumerate(history) if message["role"] == "user")


def _busy(words: Words) -> Any:
    return gr.Textbox(value="", submit_btn=False, stop_btn=words.stop)


def _ready(words: Words) -> Any:
    return gr.Textbox(value="", submit_btn=words.send, stop_btn=False)


def _part(html: str, elem_id: str) -> gr.HTML:
    """Return a part of the page in HTML; Gradio's own would run a script on each click."""
    return gr.HTML(html, elem_id=elem_id, js_on_load=None)


def _visitor(request: gr.Request) -> Visitor:
    """Return who asks; NOBODY where Gradio does not know from which request something comes."""
    return visitor_of(request.request.scope if request.request else None)


def _where(request: gr.Request) -> Filter:
    """Return the selection that stands in the address of the visitor's page."""
    return where_of(dict(request.query_params))
