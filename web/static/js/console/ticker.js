/** A worker that ticks. A page's own timers nearly stop when it lies in the background; a worker's do not. */

setInterval(() => postMessage("tick"), 20_000);
