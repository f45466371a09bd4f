import { CalendarDate, Moment, OneOf, Text, Whole } from '#http';
import { EXPORT_FORMATS, type ExportFormat } from './export/register-export.js';

class KnownQuery {
  @Moment({
    optional: true,
    description:
      'Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later.',
  })
  readonly knownAt?: string;
}

class PagedQuery extends KnownQuery {
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true, description: 'Number of neighbourhoods on a page.' })
  readonly limit: number = 50;
}

export class DayQuery extends PagedQuery {
  @CalendarDate({ optional: true, description: 'Day of the question; today when left out.' }) readonly on?: string;
}

export class ContinuityQuery extends PagedQuery {
  @CalendarDate({ optional: true, description: 'First day; three years before `until` when left out.' })
  readonly from?: string;
  @CalendarDate({ optional: true, description: 'First day after the period; tomorrow when left out.' })
  readonly until?: string;
}

export class OverlapsQuery {
  @CalendarDate({ optional: true, description: 'First day; today when left out.' }) readonly from?: string;
  @CalendarDate({ optional: true, description: 'First day after the period; open-ended when left out.' })
  readonly until?: string;
}

export class ExportQuery extends KnownQuery {
  @OneOf(EXPORT_FORMATS, { description: 'Format of the file: CSV, JSON, or JSON-LD with OSLO terms.' })
  readonly format: ExportFormat;
}
