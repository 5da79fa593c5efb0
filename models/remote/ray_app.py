"""Ray Serve applications, one for each ability: `chokh serve`.

A replica is the engine of one machine that is asked for one ability only, so that its lanes,
batches, second tries and stopping are the same here as there. Ray starts replicas, spreads
requests over them, counts who waits, and restarts what dies or says that it is broken.

Ray's own processes speak pickle with one another: whoever reaches their ports can run anything.
They belong on one machine, or in a network of their own. Bots reach the HTTP door alone.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from models import codec
from models.concurrency.requester import requested_by
from models.errors import AbilityFailed, ChokhError
from models.remote.calls import METHODS, Machine
from models.serving.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from models.settings import ModelsSettings
    from models.values import Picture

_AT_ONCE = 16
"""Requests that a replica has at a time: the batch that is computed, and the next."""
_WANTED = 8
"""Requests that a replica has when there are enough replicas: a batch."""
_BROKEN = 3
"""Unforeseen failures in a row after which a replica is taken for broken: a GPU's context that
has failed once fails ever after."""


class Replica:
    """One process that has one ability."""

    def __init__(self, ability: str, settings: ModelsSettings) -> None:
        """Nothing is loaded before it is first asked for."""
        self._ability = ability
        self._engine = Engine(settings)
        self._asked: Machine = self._engine
        self._patience = settings.stuck_seconds
        self._failed = 0

    async def __call__(self, request: Request) -> Response:
        """Answer a request of `HttpEngine`; our errors are answers, too."""
        from starlette.responses import Response  # Ray brings it

        try:
            value: object = await self._do(await request.body())
        except ChokhError as error:
            value = error
        return Response(await asyncio.to_thread(codec.pack, value))

    async def _do(self, body: bytes) -> Any:
        method, arguments, who = await asyncio.to_thread(_asked, body, self._engine.opened)
        if method not in {known.__name__ for known in METHODS[self._ability]}:
            raise AbilityFailed(f"{self._ability} does not {method}")
        if method == "forget_pictures":
            await self._tell_all("forget")
            return None
        try:
            with requested_by(who):
                value = await getattr(self._asked, method)(*arguments)
        except AbilityFailed:
            self._failed += 1
            raise
        self._failed = 0
        return value

    async def _tell_all(self, method: str) -> None:
        from ray import serve

        handle = serve.get_deployment_handle(self._ability, app_name=self._ability)
        await handle.broadcast(method).results_async()

    async def forget(self) -> None:
        """Let go of what is kept of pictures; every replica of an ability is told."""
        await self._engine.forget_pictures()

    async def check_health(self) -> None:
        """Ray asks now and then, and restarts who raises."""
        if self._failed >= _BROKEN:
            raise RuntimeError(f"{self._ability}: {self._failed} failures in a row")
        if self._engine.silence() > self._patience:
            raise RuntimeError(f"{self._ability}: a call that does not return")


def _asked(
    body: bytes, opening: Callable[[bytes, bool], Picture]
) -> tuple[str, tuple[Any, ...], int | None]:
    try:
        asked: Any = codec.unpack(body, opening)
        method, arguments, who = asked
    except (TypeError, ValueError) as error:
        raise AbilityFailed("a request that is none of ours") from error
    if not isinstance(arguments, tuple) or not isinstance(who, int | None):
        raise AbilityFailed("a request that is none of ours")
    return str(method), arguments, who


def options(ability: str, settings: ModelsSettings, gpus: float) -> dict[str, Any]:
    """How Ray is to run the ability. gpus: how many the cluster has in all."""
    ray = settings.ray
    share = getattr(ray.gpus, ability, 0.0) if gpus and settings.device != "cpu" else 0.0
    if ability == "answer" and settings.answer.url:
        share = 0.0  # its server has the GPU
    return {
        "name": ability,
        # A share of a core, so that all of them find a place on a small machine.
        "ray_actor_options": {"num_cpus": 0.1, "num_gpus": share},
        "autoscaling_config": {
            "min_replicas": ray.replicas,
            "max_replicas": max(ray.replicas, ray.most),
            "target_ongoing_requests": _WANTED,
            "downscale_to_zero_delay_s": settings.idle_minutes * 60,
        },
        "max_ongoing_requests": _AT_ONCE,
        "max_queued_requests": ray.queue,
        "health_check_period_s": 5,
        "graceful_shutdown_timeout_s": 20,
    }


def suited(ability: str, settings: ModelsSettings) -> ModelsSettings:
    """The settings for the replicas of one ability.

    Who captions leaves the second look to who answers, whose model would else be there twice.
    """
    if ability != "caption":
        return settings
    caption = settings.caption.model_copy(update={"second": False})
    return settings.model_copy(update={"caption": caption})


@contextmanager
def served(settings: ModelsSettings, address: str | None, host: str, port: int) -> Iterator[None]:
    """Serve the abilities while the block runs. Blocking, for some ten seconds.

    address: of a cluster that runs already ("auto": on this machine); None to start one of our
    own, which ends with the block. host, port: of the door for bots, on each of its machines.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Nobody without the cluster's token may join; Ray itself asks for it in a new cluster alone.
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    import ray  # a second and a half
    from ray import serve

    ours: dict[str, Any] = {} if address else {"include_dashboard": False}
    ray.init(address or "local", configure_logging=False, **ours)
    try:
        serve.start(proxy_location="EveryNode", http_options={"host": host, "port": port})
        gpus: float = ray.cluster_resources().get("GPU", 0.0)  # type: ignore[no-untyped-call]  # Ray's
        serve.run_many(
            [
                serve.RunTarget(
                    serve.deployment(**options(ability, settings, gpus))(Replica).bind(
                        ability, suited(ability, settings)
                    ),
                    name=ability,
                    route_prefix=f"/{ability}",
                )
                for ability in METHODS
            ]
        )
        yield
    finally:
        if address:
            for ability in METHODS:
                serve.delete(ability)
        ray.shutdown()
