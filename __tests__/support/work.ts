/**
 * Begins to count this process's work.
 * @returns what gives the milliseconds of it since: those in which the machine did something else don't count
 */
export function countWork(): () => number {
  const begun = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  };
}
