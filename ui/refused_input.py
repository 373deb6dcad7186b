"""What is answered to input of a wrong shape: which field, never what was sent in it."""

from __future__ import annotations

import errno
import json

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from gradio.route_utils import FnIndexInferError
from starlette.routing import Mount

_TOLD = ("type", "loc", "msg")
_NO_FILE = (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP)  # of a name that no file can have


def refuse_in_words(app: FastAPI) -> None:
    """Let an app, and those mounted in it, refuse what fits no route's form with a 422 or 404.

    FastAPI's own answer holds what was sent, and fails where that is no text; Gradio's routes ask
    the file system for a name of any length, and fail where an event has no such name.
    """
    app.add_exception_handler(RequestValidationError, _wrong_form)
    app.add_exception_handler(OSError, _no_such_name)
    app.add_exception_handler(FnIndexInferError, _no_such_event)
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            refuse_in_words(route.app)


def _wrong_form(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [{name: fault[name] for name in _TOLD if name in fault} for fault in error.errors()]
    # As ASCII: a field's name may hold half a character, which UTF-8 cannot write.
    return Response(json.dumps({"detail": faults}), 422, media_type="application/json")


def _no_such_event(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"detail": "Not Found"}, 404)


def _no_such_name(_request: Request, error: Exception) -> Response:
    if not isinstance(error, OSError) or error.errno not in _NO_FILE:
        raise error
    return JSONResponse({"detail": "Not Found"}, 404)
