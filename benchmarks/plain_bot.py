"""The simple bot to compare with: python-telegram-bot as its first page shows it, and BLIP.

Like the bots for BLIP that people share, it calls `generate` in its handlers. Our settings of
`generate`, and as many threads as ours gives the model. `python -m benchmarks.plain_bot URL TOKEN
CHECKPOINT THREADS [PORT SECRET]`: with a port it waits for a webhook's updates there.
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

Context = ContextTypes.DEFAULT_TYPE


def main(
    url: str, token: str, checkpoint: str, threads: str, port: str = "", secret: str = ""
) -> None:
    """Answer photos with captions, and questions about the last one, until it is told to stop."""
    torch.set_num_threads(int(threads))
    library: Any = transformers
    model = library.BlipForConditionalGeneration.from_pretrained(checkpoint).eval()
    pixels = library.AutoImageProcessor.from_pretrained(checkpoint, backend="pil")
    tokenizer = library.AutoTokenizer.from_pretrained(checkpoint)

    def written(image: Image.Image, prompt: str) -> str:
        with torch.inference_mode():
            tokens = model.generate(
                **pixels([image], return_tensors="pt"),
                **tokenizer([prompt], return_tensors="pt", return_token_type_ids=False),
                num_beams=CaptionSettings().beams,
                min_length=MIN_LENGTH,
                max_new_tokens=MAX_NEW_TOKENS,
            )
        said: str = tokenizer.decode(tokens[0], skip_special_tokens=True)
        return said or "?"

    async def on_help(update: Update, _: Context) -> None:
        assert update.message
        await update.message.reply_text("Send me a photo and I describe it.")

    async def on_photo(update: Update, context: Context) -> None:
        assert update.message
        assert context.chat_data is not None
        file = await update.message.photo[-1].get_file()
        image = Image.open(io.BytesIO(await file.download_as_bytearray())).convert("RGB")
        context.chat_data["image"] = image
        await update.message.reply_text(written(image, PROMPT), do_quote=True)

    async def on_text(update: Update, context: Context) -> None:
        assert update.message
        assert update.message.text
        assert context.chat_data is not None
        image = context.chat_data.get("image")
        if image is None:
            await update.message.reply_text("Send me a photo first.", do_quote=True)
        else:
            answer = written(image, f"{update.message.text} answer:")
            await update.message.reply_text(answer, do_quote=True)

    async def on_rate(update: Update, context: Context) -> None:
        assert update.message
        assert context.args
        await update.message.reply_text(f"From now on I speak {context.args[0]} words a minute.")

    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("help", on_help))
    application.add_handler(CommandHandler("rate", on_rate))
    application.add_handler(MessageHandler(filters.PHOTO, on_photo))
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    if port:
        application.run_webhook(
            "127.0.0.1",
            int(port),
            "hook",
            secret_token=secret,
            webhook_url="https://simple.example/hook",
        )
    else:
        application.run_polling(poll_interval=0.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
