import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ContextName, TOPICS } from '#contracts';
import { type Projection, projection, publicEvents } from '#messaging';

/**
 * The agencies and neighbourhoods of each city, which every context needs as facts of its commands. Each context has
 * its own tables in its own schema, built from the public events of partners and teams.
 */
@Entity('known_agency')
class KnownAgency {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text') kind: string;
  @Column('text') status: 'active' | 'suspended' | 'ended';
  /** the joint work that the staff of the agency may join (R10); null until the agency sets a cooperation policy */
  @Column('text', { array: true, nullable: true }) allows: readonly string[] | null;
}

@Entity('known_neighbourhood')
class KnownNeighbourhood {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
}

/**
 * The version of the tables above: the id of the last event that was applied. It is one row, so that two transactions
 * of the projection commit one after the other, and each version stands for one content.
 */
@Entity('directory_version')
class DirectoryVersion {
  @PrimaryColumn('boolean') single: true;
  @Column('text', { name: 'event_id' }) eventId: string;
}

/** The name of the projection of the directory in a context. */
export const directoryName = (context: ContextName): Projection['name'] => `${context}.directory`;

/** The projection that fills the tables of the directory, for one context. */
export const directory = (context: ContextName): Projection =>
  projection({
    name: directoryName(context),
    from: publicEvents(TOPICS.partners, TOPICS.teams),
    entities: [KnownAgency, KnownNeighbourhood, DirectoryVersion],
    fold: ({ id, type, data }, tables) => {
      const { city } = data;
      const change = (code: string, facts: Partial<KnownAgency>): void =>
        tables(KnownAgency).update({ city, code }, facts);
      tables(DirectoryVersion).upsert({ single: true, eventId: id });
      switch (type) {
        case 'be.regie.neighbourhood.recorded.v1': {
          const { code, name } = data;
          return tables(KnownNeighbourhood).upsert({ city, code, name });
        }
        case 'be.regie.agency.enrolled.v1':
        case 'be.regie.agency.changed.v1': {
          const { agency: code, name, kind } = data;
          const [known] = tables(KnownAgency).find({ city, code });
          // A change leaves the status as it is.
          return tables(KnownAgency).upsert({ city, code, status: 'active', allows: null, ...known, name, kind });
        }
        case 'be.regie.agency.suspended.v1':
          return change(data.agency, { status: 'suspended' });
        case 'be.regie.agency.resumed.v1':
          return change(data.agency, { status: 'active' });
        case 'be.regie.agency.ended.v1':
          return change(data.agency, { status: 'ended' });
        case 'be.regie.agency.cooperation-policy-set.v1':
          return change(data.agency, { allows: data.allows });
        default:
          return;
      }
    },
  });
