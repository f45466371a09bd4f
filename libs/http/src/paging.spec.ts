import { type Page, readPage } from './paging.js';

const LIST = ['a', 'b', 'c', 'd', 'e'];
const pageAfter = (after: string, limit: number): Promise<Page<string>> =>
  readPage(
    limit,
    (rows) => Promise.resolve(LIST.filter((item) => item > after).slice(0, rows)),
    (last) => last,
  );

describe('a page', () => {
  it.each([1, 2, 3, 4, 5, 6])('of %i items leads to the next one until every item was read once', async (limit) => {
    const found: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Page<string> = await pageAfter(next, limit);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items);
      next = page.next;
    }
    expect(found).toEqual(LIST);
  });

  it('that is full and the last has no next page', async () => {
    expect(await pageAfter('c', 2)).toEqual({ items: ['d', 'e'], next: null });
  });

  it('after the last item is empty and has no next page', async () => {
    expect(await pageAfter('e', 2)).toEqual({ items: [], next: null });
  });
});
