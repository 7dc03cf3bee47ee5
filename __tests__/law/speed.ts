/** How many times as fast the clock of a run under law goes; requests take their real time. */
export const speed = 20;
