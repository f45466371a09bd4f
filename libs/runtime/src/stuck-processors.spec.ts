import { StuckProcessors } from './stuck-processors.js';

const at = (position: string, end: string) => [{ name: 'cases.cases', source: 'log', position, end }];

describe('a processor', () => {
  let processors: StuckProcessors;
  beforeEach(() => {
    processors = new StuckProcessors();
  });

  it('is stuck when it has not moved for fifteen seconds while there are events to process', () => {
    processors.observe(at('7', '9'), 1_000);
    processors.observe(at('7', '10'), 9_000);
    expect(processors.at(15_999)).toEqual(new Map());
    expect(processors.at(16_000)).toEqual(new Map([['cases.cases', 15]]));
  });

  it('is not stuck at the end of its source, however long nothing comes', () => {
    processors.observe(at('9', '9'), 1_000);
    processors.observe(at('9', '9'), 100_000);
    processors.observe(at('9', '10'), 101_000);
    expect(processors.at(102_000)).toEqual(new Map());
  });

  it('is not stuck while it moves, however far behind it is', () => {
    for (let seconds = 0; seconds < 60; seconds += 5)
      processors.observe(at(String(seconds), '1000000'), seconds * 1_000);
    expect(processors.at(60_000)).toEqual(new Map());
  });

  it('is no longer stuck when it moves again', () => {
    processors.observe(at('7', '9'), 0);
    expect(processors.at(20_000).size).toBe(1);
    processors.observe(at('8', '9'), 20_000);
    expect(processors.at(20_001)).toEqual(new Map());
  });

  it('is no longer stuck in a partition that another process reads now', () => {
    processors.observe(at('7', '9'), 0);
    expect(processors.at(20_000).size).toBe(1);
    processors.observe([], 20_000);
    expect(processors.at(20_001)).toEqual(new Map());
  });

  it('is reported with its longest standstill of several sources', () => {
    const sources = (first: string) => [
      { name: 'cases.directory', source: 'a', position: first, end: '9' },
      { name: 'cases.directory', source: 'b', position: '3', end: '9' },
    ];
    processors.observe(sources('1'), 0);
    processors.observe(sources('2'), 10_000);
    expect(processors.at(40_000)).toEqual(new Map([['cases.directory', 40]]));
  });
});
