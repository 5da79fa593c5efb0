"""Command line: names and options. What a command does lies in one module each."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="chokh",
    help="Chokh (চোখ) sees for people who can't: photos described and questions answered.",
    no_args_is_help=True,
    add_completion=False,
    # Rich would double the time that --help takes.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@dataclass(frozen=True)
class Common:
    """What stands before the command."""

    config: Path | None
    preset: str | None

    def settings(self) -> Settings:
        """The settings, read now: from here on a command works. Raises `SettingsError`."""
        from bot.cli.shared.proxies import prepare_proxies  # --help needs no settings
        from bot.settings import load

        prepare_proxies(os.environ)
        # What was imported until now stays as long as the process.
        gc.freeze()
        gc.enable()
        return load(self.config, self.preset)


Photos = Annotated[list[Path], typer.Argument(help="Picture files.", metavar="PHOTO…")]
Language = Annotated[
    Literal["bn", "en"] | None, typer.Option("--lang", help="Language of the reply: bn or en.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for each photo.")]


@app.callback()
def common(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Settings file; else config.toml of this folder.")
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help="shapes, cpu, gpu-8gb, gpu-16gb, gpu-24gb or auto.")
    ] = None,
) -> None:
    """Options for every command."""
    context.obj = Common(config, preset)


@app.command()
def run(context: typer.Context) -> None:
    """Run the bot on Telegram."""
    from bot.cli.run import run_bot

    run_bot(context.obj.settings())


@app.command(name="try")
def try_(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Don't open a browser.")] = False,
) -> None:
    """Try the whole bot in a page of your browser: no account, no token."""
    from bot.cli.trial import run_trial

    run_trial(context.obj.settings(), port=port, open_browser=not no_open)


@app.command()
def describe(
    context: typer.Context,
    photos: Photos,
    lang: Language = None,
    speak: Annotated[
        Path | None, typer.Option(metavar="OUT.ogg", help="Also say it into this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Describe photos."""
    from bot.cli.photo.describe_and_ask import describe_photos

    describe_photos(context.obj.settings(), photos, lang, speak, as_json)


@app.command()
def ask(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(help="A picture file.", metavar="PHOTO")],
    questions: Annotated[
        list[str], typer.Argument(help="Questions of one conversation.", metavar="QUESTION…")
    ],
    lang: Language = None,
    as_json: Json = False,
) -> None:
    """Ask questions about a photo."""
    from bot.cli.photo.describe_and_ask import ask_questions

    ask_questions(context.obj.settings(), photo, questions, lang, as_json)


@app.command()
def caption(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(help="With photos.", metavar="FOLDER", exists=True, file_okay=False),
    ],
    out: Annotated[Path, typer.Option(help="A file that ends in .csv, .jsonl or .html.")],
    lang: Language = None,
    length: Annotated[
        Literal["short", "long"] | None, typer.Option(help="Of the captions: short or long.")
    ] = None,
) -> None:
    """Caption every photo of a folder; a run that was stopped goes on where it was."""
    from bot.cli.folder.caption import caption_folder

    caption_folder(context.obj.settings(), folder, out, lang, length)


@app.command()
def read(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(help="A picture or a PDF.", metavar="PHOTO")],
    as_json: Json = False,
) -> None:
    """Read the writing on a photo or in a PDF, and its barcodes."""
    from bot.cli.photo.read import read_photo

    read_photo(context.obj.settings(), photo, as_json)


@app.command()
def say(
    context: typer.Context,
    texts: Annotated[list[str], typer.Argument(help="What is to be said.", metavar="TEXT…")],
    lang: Language = None,
    out: Annotated[
        Path, typer.Option(metavar="OUT.ogg", help="The recording, of all the texts.")
    ] = Path("say.ogg"),
    ipa: Annotated[
        bool, typer.Option("--ipa", help="Print what espeak-ng says, a line of IPA for each text.")
    ] = False,
) -> None:
    """Say texts as the bot would, to hear or to check how they are said."""
    from bot.cli.say import say_texts

    say_texts(context.obj.settings(), texts, lang, out, ipa)


@app.command()
def intent(
    texts: Annotated[list[str], typer.Argument(help="What somebody types.", metavar="TEXT…")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each text.")] = False,
) -> None:
    """Say how texts are taken: as a command, a question of the photo, or something else."""
    from bot.cli.intent import tell_intents

    tell_intents(texts, as_json)


@app.command()
def classify(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(help="A picture file.", metavar="PHOTO")],
    labels: Annotated[list[str], typer.Argument(help="What it may show.", metavar="LABEL…")],
    as_json: Json = False,
) -> None:
    """Say which of some labels fits a photo."""
    from bot.cli.photo.classify import classify_photo

    classify_photo(context.obj.settings(), photo, labels, as_json)


@app.command()
def find(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(help="With photos.", metavar="FOLDER", exists=True, file_okay=False),
    ],
    query: Annotated[
        str, typer.Argument(help="What is in the photo, in Bangla, English or both.")
    ] = "",
    photo: Annotated[
        Path | None, typer.Option(help="Find what is like this photo.", exists=True, dir_okay=False)
    ] = None,
    products: Annotated[
        Path | None,
        typer.Option(help="A CSV (photo,name,price): say what the thing on --photo costs."),
    ] = None,
    top: Annotated[int, typer.Option(help="At most so many.", min=1, max=1000)] = 5,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT.html", help="Also a page of what is found.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Find photos of a folder by words; it is indexed on first use and followed from then on."""
    from bot.cli.folder.find import Search, find_photos

    search = Search(folder, query.strip(), photo, products, top)
    find_photos(context.obj.settings(), search, as_json, html)


@app.command()
def locate(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(help="A picture file.", metavar="PHOTO")],
    phrase: Annotated[
        str | None, typer.Argument(help="What to look for; else everything.", metavar="PHRASE")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Draw the boxes into this picture.")] = None,
    as_json: Json = False,
) -> None:
    """Say where things are in a photo."""
    from bot.cli.photo.locate import locate_in_photo

    locate_in_photo(context.obj.settings(), photo, phrase, out, as_json)


@app.command()
def evaluate(
    context: typer.Context,
    dataset: Annotated[
        str,
        typer.Argument(
            help="A folder of ours, VizWiz's or xGQA's; shapes: drawn scenes.", metavar="DATASET"
        ),
    ] = "shapes",
    lang: Annotated[
        Literal["bn", "en", "both"], typer.Option(help="Asked in: bn, en or both.")
    ] = "both",
    limit: Annotated[
        int | None, typer.Option(help="At most so many questions, spread evenly.", min=1)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A file that ends in .csv, .md or .json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure right, wrong, doubted and abstained answers by kind of question."""
    from bot.cli.evaluate.command import evaluate_dataset

    evaluate_dataset(context.obj.settings(), dataset, lang, limit, out, as_json)


@app.command()
def serve(
    context: typer.Context,
    address: Annotated[
        str | None,
        typer.Option(help="Of a Ray cluster that runs already, or auto; else one is started."),
    ] = None,
    listen: Annotated[
        str, typer.Option(help="Where bots ask, host:port.", metavar="HOST:PORT")
    ] = "127.0.0.1:8000",
) -> None:
    """Serve the abilities to bots on this machine or others, with Ray Serve."""
    from bot.cli.serve import serve_abilities

    serve_abilities(context.obj.settings(), address, listen)


@app.command()
def download(context: typer.Context) -> None:
    """Fetch what the preset needs; a broken download goes on where it stopped."""
    from bot.cli.download import download_models

    download_models(context.obj.settings())


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Ends in .tar.gz.", metavar="FILE")],
    secrets: Annotated[
        bool, typer.Option("--secrets", help="With the token and the keys of the settings.")
    ] = False,
) -> None:
    """Copy what the bot remembers into a file, while it runs."""
    from bot.cli.backup import back_up_to

    back_up_to(context.obj.settings(), file, context.obj.config, secrets)


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Of `chokh backup`.", metavar="FILE")],
    force: Annotated[
        bool, typer.Option("--force", help="In the place of what is remembered now.")
    ] = False,
) -> None:
    """Put a backup back, while the bot does not run."""
    from bot.cli.backup import restore_from

    restore_from(context.obj.settings(), file, force)


@app.command()
def doctor(context: typer.Context) -> None:
    """Say what works on this machine, what doesn't, and how to mend it."""
    from bot.cli.doctor.doctor import examine

    examine(context.obj.settings())
