/** What a request gives, or null as soon as the run is cancelled. */
export async function unlessStopped<Value>(
  ask: () => Promise<Value>,
  stop: AbortSignal,
): Promise<Value | null> {
  if (stop.aborted) return null;
  let leave: () => void = () => undefined;
  const stopped = new Promise<null>((resolve) => {
    leave = () => {
      resolve(null);
    };
    stop.addEventListener('abort', leave, { once: true });
  });
  try {
    const asked = ask();
    // its answer is of no interest after a cancel
    asked.catch(() => undefined);
    return await Promise.race([asked, stopped]);
  } finally {
    stop.removeEventListener('abort', leave);
  }
}
