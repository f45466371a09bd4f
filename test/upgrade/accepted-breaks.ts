/**
 * Breaks of the public interface since the last release that were decided, with the reason. Each reason is a sentence of
 * CHANGELOG.md. The list is emptied at each release.
 */
export const ACCEPTED_BREAKS: Readonly<Record<string, string>> = {};
