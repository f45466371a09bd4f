/** @throws {RangeError} when the position is not a decimal string without leading zeros */
export const checkPosition = (position: string): void => {
  if (!/^(0|[1-9]\d*)$/.test(position)) throw new RangeError(`not a position: ${JSON.stringify(position)}`);
};

/** @throws {RangeError} when the limit is not a positive whole number */
export const checkLimit = (limit: number): void => {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`not a page size: ${limit}`);
};
