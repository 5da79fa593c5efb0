"""Child process of the Google provider, which can be killed: deep-translator has no timeout.

Reads {"texts", "source", "target", "url"} as JSON on standard input, writes {"texts"} or
{"error"} as JSON. Imports nothing of ours, so that it starts fast.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Translate what standard input asks for."""
    from deep_translator import GoogleTranslator  # type: ignore[import-untyped]
    from deep_translator.constants import (  # type: ignore[import-untyped]
        BASE_URLS,
    )

    asked = json.load(sys.stdin)
    if asked["url"]:
        BASE_URLS["GOOGLE_TRANSLATE"] = asked["url"]
    try:
        texts = []
        for text in asked["texts"]:
            # One instance a call: a shared one returned another caller's text.
            translator = GoogleTranslator(source=asked["source"], target=asked["target"])
            texts.append(translator.translate(text))
        answer: dict[str, object] = {"texts": texts}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:300]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
