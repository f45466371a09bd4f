import type { DataSource } from 'typeorm';
import {
  type Agency,
  type Changed,
  type Codes,
  type DirectoryRows,
  type InCity,
  type Neighbourhood,
  readChanged,
} from './directory-rows.js';

/** A copy that was confirmed longer ago is not used: it may have missed a change, such as the suspension of an agency. */
const LONGEST_UNCONFIRMED_MS = 5_000;
/** The same while no notification of another process can arrive. */
const LONGEST_UNNOTIFIED_MS = 1_500;
/** A look reads the rows again when they are older than this, whatever the version. */
const READ_AGAIN_AFTER_MS = 10_000;

type City = Readonly<{ agencies: ReadonlyMap<string, Agency>; neighbourhoods: ReadonlyMap<string, Neighbourhood> }>;

const EMPTY: City = { agencies: new Map(), neighbourhoods: new Map() };

/**
 * The rows of the directory of a context in the memory of this process. A look confirms the copy: it compares the
 * versions of copy and tables, and reads the rows again when they differ.
 * After a crash of the database, one version may stand for other rows. So the rows are also read again after a look that
 * failed, and every 10 s.
 */
export class DirectoryCopy {
  /** empty while it is not known which rows the tables had */
  private version = '';
  private cities: ReadonlyMap<string, City> = new Map();
  /** the time at which the last successful look was sent */
  private confirmedAt = -Infinity;
  /** the time at which the look was sent that read the rows */
  private readAt = -Infinity;
  /** the number of notifications, and how many of them came before the last successful look */
  private notifications = 0;
  private notificationsSeen = 0;
  private looking: Promise<void> = Promise.resolve();
  private nextLook: Promise<void> | undefined;

  /** `listening`: true while notifications of other processes arrive. `now`: milliseconds of a monotonic clock. */
  constructor(
    private readonly db: DataSource,
    private readonly listening: () => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The time since the last successful look was sent, in seconds; infinite before the first one. */
  get ageSeconds(): number {
    return (this.now() - this.confirmedAt) / 1_000;
  }

  /** Returns rows of a city; undefined while the copy may be out of date. */
  rows(city: string, { agencies = [], neighbourhoods = [] }: Codes): DirectoryRows | undefined {
    if (!this.isConfirmed) return undefined;
    const known = this.cities.get(city) ?? EMPTY;
    return { agencies: pick(known.agencies, agencies), neighbourhoods: pick(known.neighbourhoods, neighbourhoods) };
  }

  /** Returns the neighbourhoods after a code that is one of them; undefined also for another code, whose place only the database knows. */
  neighbourhoods(
    city: string,
    { after, limit }: Readonly<{ after?: string; limit: number }>,
  ): readonly Neighbourhood[] | undefined {
    const { neighbourhoods } = this.cities.get(city) ?? EMPTY;
    if (!this.isConfirmed || (after !== undefined && !neighbourhoods.has(after))) return undefined;
    const from = after === undefined ? 0 : [...neighbourhoods.keys()].indexOf(after) + 1;
    return [...neighbourhoods.values()].slice(from, from + limit);
  }

  /** Notifies the copy that the tables may have changed. It is not used again before a look that is sent from now on. */
  notify(): void {
    this.notifications++;
    // The next look repeats one that fails.
    this.look().catch(() => undefined);
  }

  /** Confirms the copy. Calls during a look share one look after it, so that every caller gets a look that was sent after the call. */
  look(): Promise<void> {
    this.nextLook ??= this.looking.then(() => {
      this.nextLook = undefined;
      const look = this.confirm();
      this.looking = look.catch(() => undefined);
      return look;
    });
    return this.nextLook;
  }

  private get isConfirmed(): boolean {
    const longest = this.listening() ? LONGEST_UNCONFIRMED_MS : LONGEST_UNNOTIFIED_MS;
    return this.notificationsSeen === this.notifications && this.now() - this.confirmedAt <= longest;
  }

  private async confirm(): Promise<void> {
    const sentAt = this.now();
    const { notifications } = this;
    const known = sentAt - this.readAt < READ_AGAIN_AFTER_MS ? this.version : '';
    this.version = '';
    const { version, rows } = await readChanged(this.db, known);
    if (rows) {
      this.cities = byCity(rows);
      this.readAt = sentAt;
    }
    this.version = version;
    this.confirmedAt = sentAt;
    this.notificationsSeen = notifications;
  }
}

const pick = <Row>(rows: ReadonlyMap<string, Row>, codes: readonly string[] | 'all'): readonly Row[] =>
  codes === 'all' ? [...rows.values()] : codes.flatMap((code) => rows.get(code) ?? []);

const byCity = ({ agencies, neighbourhoods }: NonNullable<Changed['rows']>): ReadonlyMap<string, City> => {
  const [agenciesOf, neighbourhoodsOf] = [Map.groupBy(agencies, inCity), Map.groupBy(neighbourhoods, inCity)];
  return new Map(
    [...new Set([...agenciesOf.keys(), ...neighbourhoodsOf.keys()])].map((city) => [
      city,
      { agencies: byCode(agenciesOf.get(city)), neighbourhoods: byCode(neighbourhoodsOf.get(city)) },
    ]),
  );
};

const inCity = ({ city }: InCity<object>): string => city;

const byCode = <Row extends Readonly<{ code: string }>>(rows: readonly InCity<Row>[] = []): ReadonlyMap<string, Row> =>
  new Map(rows.map(({ city: _, ...row }) => [row.code, row as unknown as Row]));
