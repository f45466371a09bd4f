import { brusselsDate } from '#kernel';
import type { Mandate } from '../../domain/mandate-history.js';
import { csvHeader, csvOf } from './register-csv.js';
import { jsonLdOf, jsonOf } from './register-json.js';
import { CONTEXT } from './vocabulary.js';

export const EXPORT_FORMATS = ['csv', 'json', 'jsonld'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file is `head`, the parts of the mandates separated by `between`, and `ending`. */
type Form = Readonly<{
  mediaType: string;
  head: string;
  between: string;
  ending: string;
  part: (mandate: Mandate) => string;
}>;

const formOf = (format: ExportFormat, city: string): Form => {
  switch (format) {
    case 'csv':
      return {
        mediaType: 'text/csv; charset=utf-8; header=present',
        head: csvHeader(),
        between: '',
        ending: '',
        part: csvOf,
      };
    case 'json':
      return {
        mediaType: 'application/json; charset=utf-8',
        head: `{"city":${JSON.stringify(city)},"mandates":[\n`,
        between: ',\n',
        ending: '\n]}\n',
        part: (mandate) => JSON.stringify(jsonOf(mandate)),
      };
    default: {
      const head = `{"@context":${JSON.stringify(CONTEXT)},\n"mandates":[\n`;
      return {
        mediaType: 'application/ld+json',
        head,
        between: ',\n',
        ending: '\n]}\n',
        part: (mandate) => JSON.stringify(jsonLdOf(city, mandate)),
      };
    }
  }
};

export type RegisterFile = Readonly<{ name: string; mediaType: string; parts: AsyncGenerator<string> }>;

/** Streams the register of a city as a file while reading it. */
export const registerFile = (
  format: ExportFormat,
  city: string,
  mandates: AsyncIterable<Mandate>,
  moment: Date,
): RegisterFile => {
  const { mediaType, head, between, ending, part } = formOf(format, city);
  async function* parts(): AsyncGenerator<string> {
    yield head;
    let first = true;
    for await (const mandate of mandates) {
      yield `${first ? '' : between}${part(mandate)}`;
      first = false;
    }
    yield ending;
  }
  return { name: `regiemandaten-${city}-${brusselsDate(moment)}.${format}`, mediaType, parts: parts() };
};
