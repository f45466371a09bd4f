import { CalendarDate, Moment, OneOf, Text, Whole } from '#http';
import { EXPORT_FORMATS, type ExportFormat } from './export/register-export.js';

class KnownQuery {
  @Moment({
    optional: true,
    description: 'as the register said at this instant, or at the end of this day in Brussels; now when left out',
  })
  readonly knownAt?: string;
}

class PagedQuery extends KnownQuery {
  @Text({ max: 100, optional: true, description: 'the `next` of the page before' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true, description: 'neighbourhoods a page' }) readonly limit: number = 50;
}

export class DayQuery extends PagedQuery {
  @CalendarDate({ optional: true, description: 'today when left out' }) readonly on?: string;
}

export class ContinuityQuery extends PagedQuery {
  @CalendarDate({ optional: true, description: 'first day; three years before `until` when left out' })
  readonly from?: string;
  @CalendarDate({ optional: true, description: 'first day after; tomorrow when left out' }) readonly until?: string;
}

export class OverlapsQuery {
  @CalendarDate({ optional: true, description: 'first day; today when left out' }) readonly from?: string;
  @CalendarDate({ optional: true, description: 'first day after; open when left out' }) readonly until?: string;
}

export class ExportQuery extends KnownQuery {
  @OneOf(EXPORT_FORMATS, { description: 'CSV, JSON, or JSON-LD with OSLO terms' }) readonly format: ExportFormat;
}
