/**
 * Keeps up to `most` pieces of work in flight, and takes their results in the order in which they were
 * started. What fails rejects when its turn comes.
 * @param start the next piece with its result to come; nothing if there is no more
 */
export async function inOrder<T, R>(
  most: number,
  start: () => { piece: T; result: Promise<R> } | undefined,
  take: (piece: T, result: R) => void | Promise<void>,
): Promise<void> {
  const running: { piece: T; result: Promise<R> }[] = [];
  for (;;) {
    while (running.length < most) {
      const next = start();
      if (!next) break;
      // Awaited when its turn comes.
      next.result.catch(() => undefined);
      running.push(next);
    }
    const oldest = running.shift();
    if (!oldest) return;
    await take(oldest.piece, await oldest.result);
  }
}
