import {
  type Actor,
  type Command,
  type Decider,
  DomainError,
  HUB,
  type Message,
  mustMatchVersion,
  PersistentMap,
  unreachable,
} from '#kernel';
import { kboNumber, ovoNumber, policeZoneNumber } from './identifiers.js';

/**
 * The agency register of one city: its agencies, and the joint work that each lets its staff join. One stream,
 * `agencies-<city>`, has all agencies of a city, so that the rules can refuse a KBO number that occurs twice.
 *
 * enrolled -> suspended and resumed, any number of times -> ended
 *
 * A city service enrols itself first. After that, its managers maintain the register. The code of an ended agency is
 * never used again, because old events contain it. Its identifying numbers become free: an organisation that comes back
 * is enrolled under a new code.
 */

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

export type AgencyEnrolled = Message<'AgencyEnrolled', Facts>;
/** The event has the complete new details: an identifier that is left out is removed. */
export type AgencyChanged = Message<'AgencyChanged', Facts>;
export type AgencySuspended = Message<'AgencySuspended', { agency: string; reason: string }>;
export type AgencyResumed = Message<'AgencyResumed', { agency: string }>;
export type AgencyEnded = Message<'AgencyEnded', { agency: string; reason: string }>;
/** The agency lets its staff join these kinds of joint work, and no other (docs/scope.md, R10). */
export type CooperationPolicySet = Message<'CooperationPolicySet', { agency: string; allows: readonly string[] }>;

export type RegisterEvent =
  AgencyEnrolled | AgencyChanged | AgencySuspended | AgencyResumed | AgencyEnded | CooperationPolicySet;

/** An agency: its code, unique in the city, its name and kind, and at least one identifying number. */
export type Facts = Readonly<{ agency: string; name: string; kind: string }> & Identifiers;
const IDENTIFIERS = ['kbo', 'ovo', 'policeZone'] as const;
export type Identifiers = Readonly<Partial<Record<(typeof IDENTIFIERS)[number], string>>>;

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** The data of a command on an agency. `version`: the number of facts about this agency that the actor has seen. */
type About<Data> = Data & { agency: string; version?: number };
export type EnrolAgency = Command<'EnrolAgency', Facts>;
export type ChangeAgency = Command<'ChangeAgency', About<Facts>>;
export type SuspendAgency = Command<'SuspendAgency', About<{ reason: string }>>;
export type ResumeAgency = Command<'ResumeAgency', About<unknown>>;
export type EndAgency = Command<'EndAgency', About<{ reason: string }>>;
export type SetCooperationPolicy = Command<'SetCooperationPolicy', About<{ allows: readonly string[] }>>;

export type RegisterCommand =
  EnrolAgency | ChangeAgency | SuspendAgency | ResumeAgency | EndAgency | SetCooperationPolicy;

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type AgencyStatus = 'active' | 'suspended' | 'ended';
export type Agency = Readonly<{
  facts: Facts;
  status: AgencyStatus;
  /** the joint work that its staff may join; undefined until the agency sets its policy */
  allows?: readonly string[];
  /** the number of facts about this agency; the ETag of its resource */
  version: number;
}>;
export type Register = Readonly<{ agencies: PersistentMap<string, Agency> }>;

const change = (register: Register, code: string, next: Partial<Agency>): Register => {
  const agency = register.agencies.get(code)!;
  return { agencies: register.agencies.with(code, { ...agency, ...next, version: agency.version + 1 }) };
};

const evolve = (register: Register, { type, data }: RegisterEvent): Register => {
  switch (type) {
    case 'AgencyEnrolled':
      return { agencies: register.agencies.with(data.agency, { facts: data, status: 'active', version: 1 }) };
    case 'AgencyChanged':
      return change(register, data.agency, { facts: data });
    case 'AgencySuspended':
      return change(register, data.agency, { status: 'suspended' });
    case 'AgencyResumed':
      return change(register, data.agency, { status: 'active' });
    case 'AgencyEnded':
      return change(register, data.agency, { status: 'ended' });
    case 'CooperationPolicySet':
      return change(register, data.agency, { allows: data.allows });
    default:
      return unreachable(type);
  }
};

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

const enrol = ({ data, by }: EnrolAgency, register: Register): RegisterEvent[] => {
  const facts = wellFormed(data);
  if (facts.agency === HUB) throw new DomainError('agency.code-reserved', { agency: HUB });
  if (register.agencies.size === 0) mustBeFirstOfTheCity(by, facts);
  else mustBeTheCity(by, register);
  const namesake = register.agencies.get(facts.agency);
  if (namesake && namesake.status !== 'ended' && sameFacts(namesake.facts, facts)) return [];
  if (namesake)
    throw new DomainError('agency.code-taken', {
      agency: facts.agency,
      name: namesake.facts.name,
      state: namesake.status,
    });
  identifiersMustBeFree(register, facts);
  return [{ type: 'AgencyEnrolled', data: facts }];
};

const changeFacts = ({ data, by }: ChangeAgency, register: Register): RegisterEvent[] => {
  const agency = known(register, data.agency);
  mustBeAgencyOrCity(by, agency, register);
  const facts = wellFormed(data);
  if (sameFacts(agency.facts, facts)) return [];
  mustNotHaveEnded(mustMatchVersion(agency, data.version));
  if (facts.kind !== agency.facts.kind) {
    // The managers of every agency of the kind `city-service` maintain the register. So only a city service may change
    // a kind.
    if (!isCity(by, register)) throw new DomainError('access.kind-by-the-city', { kind: agency.facts.kind });
    cityMustRemainWithout(agency, register);
  }
  identifiersMustBeFree(register, facts);
  return [{ type: 'AgencyChanged', data: facts }];
};

const suspend = ({ data, by }: SuspendAgency, register: Register): RegisterEvent[] => {
  const agency = known(register, data.agency);
  mustBeTheCity(by, register);
  if (agency.status === 'suspended') return [];
  mustNotHaveEnded(mustMatchVersion(agency, data.version));
  cityMustRemainWithout(agency, register);
  return [{ type: 'AgencySuspended', data: { agency: data.agency, reason: data.reason } }];
};

const resume = ({ data, by }: ResumeAgency, register: Register): RegisterEvent[] => {
  const agency = known(register, data.agency);
  mustBeTheCity(by, register);
  if (agency.status === 'active') return [];
  mustNotHaveEnded(mustMatchVersion(agency, data.version));
  return [{ type: 'AgencyResumed', data: { agency: data.agency } }];
};

const end = ({ data, by }: EndAgency, register: Register): RegisterEvent[] => {
  const agency = known(register, data.agency);
  mustBeTheCity(by, register);
  if (agency.status === 'ended') return [];
  cityMustRemainWithout(mustMatchVersion(agency, data.version), register);
  return [{ type: 'AgencyEnded', data: { agency: data.agency, reason: data.reason } }];
};

const setCooperationPolicy = ({ data, by }: SetCooperationPolicy, register: Register): RegisterEvent[] => {
  const agency = known(register, data.agency);
  mustBeAgencyOrCity(by, agency, register);
  if (agency.allows && sameWork(agency.allows, data.allows)) return [];
  mustNotHaveEnded(mustMatchVersion(agency, data.version));
  return [{ type: 'CooperationPolicySet', data: { agency: data.agency, allows: data.allows } }];
};

const decide = (command: RegisterCommand, register: Register): readonly RegisterEvent[] => {
  switch (command.type) {
    case 'EnrolAgency':
      return enrol(command, register);
    case 'ChangeAgency':
      return changeFacts(command, register);
    case 'SuspendAgency':
      return suspend(command, register);
    case 'ResumeAgency':
      return resume(command, register);
    case 'EndAgency':
      return end(command, register);
    case 'SetCooperationPolicy':
      return setCooperationPolicy(command, register);
    default:
      return unreachable(command);
  }
};

export const agencyRegister: Decider<RegisterCommand, RegisterEvent, Register> = {
  initialState: { agencies: new PersistentMap() },
  decide,
  evolve,
};

/** Returns the stream of the register of a city. */
export const registerStream = (city: string): string => `agencies-${city}`;

// --- Questions to the register ---------------------------------------------------------------------------------------------------------------

const known = (register: Register, code: string): Agency => {
  const agency = register.agencies.get(code);
  if (!agency) throw new DomainError('agency.unknown', { agency: code });
  return agency;
};

const mustNotHaveEnded = ({ status, facts }: Agency): void => {
  if (status === 'ended') throw new DomainError('agency.ended', { agency: facts.agency });
};

const isActiveCityService = ({ status, facts }: Agency): boolean =>
  status === 'active' && facts.kind === 'city-service';

const isCity = (by: Actor, register: Register): boolean => {
  const own = register.agencies.get(by.agency);
  return by.role === 'manager' && own !== undefined && isActiveCityService(own);
};

const mustBeTheCity = (by: Actor, register: Register): void => {
  if (!isCity(by, register)) throw new DomainError('access.agencies-by-the-city', { role: by.role, agency: by.agency });
};

const mustBeAgencyOrCity = (by: Actor, { status, facts: { agency } }: Agency, register: Register): void => {
  if (isCity(by, register)) return;
  if (by.role !== 'agency-admin' || by.agency !== agency) throw new DomainError('access.not-your-agency', { agency });
  if (status === 'suspended') throw new DomainError('agency.not-active', { agency, state: status });
};

/** Requires that a manager enrols their own city service: no other agency may be the first in the register. */
const mustBeFirstOfTheCity = (by: Actor, { agency, kind }: Facts): void => {
  if (by.role !== 'manager') throw new DomainError('access.agencies-by-the-city', { role: by.role, agency: by.agency });
  if (kind !== 'city-service' || agency !== by.agency)
    throw new DomainError('agency.first-is-your-city-service', { agency: by.agency, kind: 'city-service' });
};

/** Requires another active city service: without one, no agency could be resumed or enrolled. */
const cityMustRemainWithout = (agency: Agency, register: Register): void => {
  if (
    isActiveCityService(agency) &&
    ![...register.agencies.values()].some((other) => other !== agency && isActiveCityService(other))
  )
    throw new DomainError('agency.last-city-service', { agency: agency.facts.agency });
};

const wellFormed = ({ agency, name, kind, kbo, ovo, policeZone }: Facts): Facts => {
  const identifiers: Identifiers = {
    ...(kbo !== undefined && { kbo: kboNumber(kbo) }),
    ...(ovo !== undefined && { ovo: ovoNumber(ovo) }),
    ...(policeZone !== undefined && { policeZone: policeZoneNumber(policeZone) }),
  };
  if (Object.keys(identifiers).length === 0) throw new DomainError('agency.identifier-missing', { oneOf: IDENTIFIERS });
  return { agency, name, kind, ...identifiers };
};

const sameFacts = (a: Facts, b: Facts): boolean =>
  a.name === b.name && a.kind === b.kind && IDENTIFIERS.every((identifier) => a[identifier] === b[identifier]);

const sameWork = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((work) => b.includes(work));

/** Refuses a number that another active or suspended agency has: one number identifies one organisation. */
const identifiersMustBeFree = (register: Register, facts: Facts): void => {
  for (const { status, facts: other } of register.agencies.values()) {
    if (status === 'ended' || other.agency === facts.agency) continue;
    const identifier = IDENTIFIERS.find((each) => facts[each] !== undefined && facts[each] === other[each]);
    if (identifier)
      throw new DomainError('agency.identifier-taken', {
        identifier,
        value: facts[identifier],
        agency: other.agency,
        name: other.name,
      });
  }
};
