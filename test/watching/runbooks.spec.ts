import { textOf } from '../architecture/files.js';
import { dashboard, metricsIn, rules } from './rules.js';

const PARTS = ['Meaning', 'See it', 'Causes', 'Remedy', 'Over'];

/** The sections of docs/runbooks.md, by title. */
const sections = new Map(
  textOf('docs/runbooks.md')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

describe('an alert', () => {
  it.each(rules)('$alert names its section of the runbooks', ({ alert, annotations }) => {
    expect(sections.has(alert)).toBe(true);
    expect(annotations.runbook).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
  });

  it.each(rules)('$alert has a severity, a summary and a description', ({ labels, annotations }) => {
    expect(['critical', 'warning']).toContain(labels.severity);
    for (const text of [annotations.summary, annotations.description]) expect(text).toMatch(/\S.*\.$/);
  });

  it('has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('a section of the runbooks', () => {
  it.each([...sections])('%s is about an alert, and has every part in order', (title, section) => {
    expect(rules.map(({ alert }) => alert)).toContain(title);
    const parts = [...section.matchAll(/^\*\*([A-Z][a-z ]+)\.\*\*/gm)].map(([, part]) => part);
    expect(parts).toEqual(PARTS);
  });

  it('names only alerts, and headings of other pages, that are there', () => {
    const text = textOf('docs/runbooks.md');
    const named = [...text.matchAll(/\bRegie[A-Z][A-Za-z]+/g)].map(([name]) => name);
    expect(named.filter((name) => !sections.has(name))).toEqual([]);
    for (const [, page, anchor] of text.matchAll(/\]\((\w+\.md)#([\w-]+)\)/g)) {
      const headings = [...textOf(`docs/${page!}`).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));
      expect([page, headings]).toEqual([page, expect.arrayContaining([anchor])]);
    }
  });
});

/** Returns the anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('the dashboard', () => {
  const { panels } = dashboard;
  const rows = panels.filter(({ type }) => type === 'row');

  it('has rows for people, writes, read models, the bus, webhooks, the database and the process, in this order', () => {
    expect(rows.map(({ title }) => title)).toEqual([
      'At a glance',
      'What people notice',
      'The write path',
      'Read models',
      'The bus (Kafka)',
      'Webhooks',
      'Database',
      'Process',
    ]);
  });

  it('has panels that fill the width of a line and do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [y, line] of Map.groupBy(panels, ({ gridPos }) => gridPos.y)) {
      const width = line.reduce((sum, { gridPos }) => sum + gridPos.w, 0);
      expect([y, width, new Set(line.map(({ gridPos }) => gridPos.h)).size]).toEqual([y, 24, 1]);
      const above = panels.filter(({ gridPos }) => gridPos.y < y);
      expect(above.every(({ gridPos }) => gridPos.y + gridPos.h <= y)).toBe(true);
    }
  });

  it('has a query in every panel, and shows the metric of every alert', () => {
    const shown = panels.filter(({ type }) => type !== 'row');
    expect(shown.filter(({ targets = [] }) => targets.length === 0)).toEqual([]);
    const metrics = new Set(shown.flatMap(({ targets = [] }) => targets).flatMap(({ expr }) => metricsIn(expr)));
    const missing = rules.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !metrics.has(name));
    expect(missing.filter((name) => name !== 'process_start_time_seconds')).toEqual([]);
  });
});
