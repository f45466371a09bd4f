/** @throws {RangeError} when a reader asks for what no log can answer */
export const checkPosition = (position: string): void => {
  if (!/^(0|[1-9]\d*)$/.test(position)) throw new RangeError(`not a position: ${JSON.stringify(position)}`);
};

/** @throws {RangeError} when a reader asks for a page of no size */
export const checkLimit = (limit: number): void => {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`not a page size: ${limit}`);
};
