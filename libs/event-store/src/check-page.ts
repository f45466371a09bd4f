/** @throws {RangeError} when a reader asks for what no log can answer */
export const checkPage = (after: string, limit: number): void => {
  if (!/^(0|[1-9]\d*)$/.test(after)) throw new RangeError(`not a position: ${JSON.stringify(after)}`);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`not a page size: ${limit}`);
};
