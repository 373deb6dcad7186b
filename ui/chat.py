"""The chat: a conversation on the left, the source of what was answered on the right."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, Protocol

import gradio as gr

from index.errors import ProtokollsvarError, QuestionError
from qa.nouns import Assistant, Searched
from ui import addresses, rendering
from ui.words import WORDS, Words

LONGEST_QUESTION = 2000  # characters; more is a pasted document, not a question
CONCURRENT_QUESTIONS = 8  # asked at once; the others wait their turn

_logger = logging.getLogger(__name__)

Message = dict[str, Any]
Step = tuple[Any, list[Message]]


class Overview(Protocol):
    """What the chat's front page says of the archive, read at every visit."""

    def searched(self) -> Searched:
        """Return how many meetings there are, from which day to which."""

    def examples(self) -> Sequence[str]:
        """Return questions to begin with."""


def build_chat(assistant: Assistant, overview: Callable[[], Overview], words: Words) -> gr.Blocks:
    """Return the chat page in one language; `overview` is called at every visit."""
    blocks: gr.Blocks
    with gr.Blocks(title="Protokollsvar", analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(_head_html(words), elem_id="huvud")
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
                    placeholder=_welcome(words, None),
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
            gr.HTML(_panel_html(words), elem_id="kallvy")

        def visit() -> Any:
            now = overview()
            searched = now.searched()
            return gr.Chatbot(
                placeholder=_welcome(words, searched),
                examples=[{"text": question} for question in now.examples()],
            )

        def ask(question: str, history: list[Message] | None) -> Iterator[Step]:
            yield from conversation_steps(assistant, question, history or [], words)

        def ask_example(history: list[Message] | None, chosen: gr.SelectData) -> Iterator[Step]:
            question = chosen.value["text"]
            yield from conversation_steps(assistant, question, history or [], words)

        def retry(history: list[Message]) -> Iterator[Step]:
            at = _last_question(history)
            question = _question(history[at])
            yield from conversation_steps(assistant, question, history[:at], words)

        def edit(history: list[Message], edited: gr.EditData) -> Iterator[Step]:
            index = edited.index[0] if isinstance(edited.index, (list, tuple)) else edited.index
            yield from conversation_steps(assistant, str(edited.value), history[:index], words)

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
        ]
        box.stop(
            lambda: _ready(words), None, [box], cancels=asking, queue=False,
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        blocks.load(visit, None, [chat], show_progress="hidden", api_visibility="private")
    return blocks


def conversation_steps(
    assistant: Assistant, question: str, history: Sequence[Message], words: Words
) -> Iterator[Step]:
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
        answer = assistant.ask(asked, earlier)
    except QuestionError:
        yield _ready(words), [*shown, _message("assistant", words.blank_question, notice=True)]
        return
    except ProtokollsvarError as error:
        yield _ready(words), [*shown, _message("assistant", str(error), notice=True)]
        return
    except Exception:
        # One question must not end the conversation; the operator finds the cause in the log.
        _logger.exception("could not answer a question")
        yield _ready(words), [*shown, _message("assistant", words.failed, notice=True)]
        return
    steps = list(rendering.answer_steps(answer, words))
    for step in steps[:-1]:
        yield _busy(words), [*shown, _message("assistant", step)]
    yield _ready(words), [*shown, _message("assistant", steps[-1])]


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


def _head_html(words: Words) -> str:
    other = WORDS["en" if words.lang == "sv" else "sv"]
    return (
        '<header class="topp">'
        f'<h1><a class="namn" href="{addresses.chat_address(words)}">Protokollsvar</a></h1>'
        f'<span class="lofte">{escape(words.tagline)}</span>'
        f'<a class="nytt" href="{addresses.chat_address(words)}">{escape(words.new_chat)}</a>'
        f'<a class="sprak" href="/?lang={other.lang}" hreflang="{other.lang}" lang="{other.lang}">'
        f"{escape(words.other_language)}</a></header>"
    )


def _welcome(words: Words, searched: Searched | None) -> str:
    line = ""
    if searched is not None:
        text = (
            rendering.searched_text(searched, words) if searched.meetings else words.archive_empty
        )
        line = f'<p class="arkiv">{escape(text)}</p>'
    return (
        f'<div class="valkommen"><h2>{escape(words.welcome)}</h2>'
        f"<p>{escape(words.welcome_text)}</p>{line}</div>"
    )


def _panel_html(words: Words) -> str:
    return (
        f'<section class="kallpanel" aria-label="{escape(words.source)}" hidden>'
        f'<div class="panelhuvud"><span>{escape(words.source)}</span>'
        f'<a class="egen" target="_blank" href="#">{escape(words.open_alone)}</a>'
        f'<button type="button" class="stang" aria-label="{escape(words.close)}">×</button></div>'
        f'<iframe name="kalla" title="{escape(words.source)}"></iframe></section>'
    )
