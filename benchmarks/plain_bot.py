"""The simple bot to compare with: python-telegram-bot as its first page shows it, and BLIP.

Like the bots for BLIP that people share, it calls `generate` in its handler. Our settings of
`generate`, and as many threads as ours gives the model. `python -m benchmarks.plain_bot URL TOKEN
CHECKPOINT THREADS`.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import torch
import transformers
from PIL import Image
from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes, MessageHandler, filters

from models.caption.blip import MAX_NEW_TOKENS, MIN_LENGTH, PROMPT
from models.settings import CaptionSettings


def main(url: str, token: str, checkpoint: str, threads: str) -> None:
    """Answer photos with captions until it is told to stop."""
    torch.set_num_threads(int(threads))
    library: Any = transformers
    model = library.BlipForConditionalGeneration.from_pretrained(checkpoint).eval()
    pixels = library.AutoImageProcessor.from_pretrained(checkpoint, backend="pil")
    tokenizer = library.AutoTokenizer.from_pretrained(checkpoint)

    async def on_help(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text("Send me a photo and I describe it.")

    async def on_photo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        file = await update.message.photo[-1].get_file()
        image = Image.open(io.BytesIO(await file.download_as_bytearray())).convert("RGB")
        with torch.inference_mode():
            written = model.generate(
                **pixels([image], return_tensors="pt"),
                **tokenizer([PROMPT], return_tensors="pt", return_token_type_ids=False),
                num_beams=CaptionSettings().beams,
                min_length=MIN_LENGTH,
                max_new_tokens=MAX_NEW_TOKENS,
            )
        caption = tokenizer.decode(written[0], skip_special_tokens=True)
        await update.message.reply_text(caption, do_quote=True)

    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("help", on_help))
    application.add_handler(MessageHandler(filters.PHOTO, on_photo))
    application.run_polling(poll_interval=0.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
