import ipaddr from 'ipaddr.js';
import type { Labels, Manifest } from './chart.js';

type Selector = Readonly<{
  matchLabels?: Labels;
  matchExpressions?: readonly Readonly<{ key: string; operator: string; values?: readonly string[] }>[];
}>;
type Peer = Readonly<{
  ipBlock?: Readonly<{ cidr: string; except?: readonly string[] }>;
  namespaceSelector?: Selector;
  podSelector?: Selector;
}>;
type Port = Readonly<{ protocol?: string; port?: number | string }>;
type Rule = Readonly<{ from?: readonly Peer[]; to?: readonly Peer[]; ports?: readonly Port[] }>;
type Policy = Readonly<{
  podSelector: Selector;
  policyTypes: readonly string[];
  ingress?: readonly Rule[];
  egress?: readonly Rule[];
}>;

/** The other end of a connection: an address outside of the cluster, or a pod in a namespace with these labels. */
export type End = Readonly<{ address: string } | { pod: Labels; namespace: Labels }>;
export type Connection = Readonly<{ port: number; protocol?: 'TCP' | 'UDP' }>;

/** Decides as a cluster that enforces NetworkPolicies: what no policy selects is open, rules add up, and an empty list of peers or ports is all. */
export class Network {
  private readonly policies: readonly Policy[];

  constructor(
    manifests: readonly Manifest[],
    /** the number of each named port of the pods */
    private readonly names: Readonly<Record<string, number>>,
  ) {
    this.policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as Policy);
  }

  /** True when the pod with these labels accepts the connection. */
  admits(pod: Labels, from: End, connection: Connection): boolean {
    return this.allows(pod, 'Ingress', from, connection);
  }

  /** True when the pod with these labels may open the connection. */
  releases(pod: Labels, to: End, connection: Connection): boolean {
    return this.allows(pod, 'Egress', to, connection);
  }

  private allows(pod: Labels, direction: 'Ingress' | 'Egress', end: End, connection: Connection): boolean {
    const policies = this.policies.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, pod),
    );
    if (policies.length === 0) return true;
    return policies
      .flatMap(({ ingress, egress }) => (direction === 'Ingress' ? ingress : egress) ?? [])
      .some((rule) => this.fits(rule, rule.from ?? rule.to ?? [], end, connection));
  }

  private fits(
    { ports = [] }: Rule,
    peers: readonly Peer[],
    end: End,
    { port, protocol = 'TCP' }: Connection,
  ): boolean {
    return (
      (peers.length === 0 || peers.some((peer) => isPeer(peer, end))) &&
      (ports.length === 0 ||
        ports.some(
          (allowed) =>
            (allowed.protocol ?? 'TCP') === protocol &&
            (allowed.port === undefined || (this.names[allowed.port] ?? allowed.port) === port),
        ))
    );
  }
}

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists' || operator === 'DoesNotExist') return (value !== undefined) === (operator === 'Exists');
    return values.includes(value ?? '') === (operator === 'In');
  });

const isPeer = ({ ipBlock, namespaceSelector, podSelector }: Peer, end: End): boolean => {
  if ('address' in end)
    return (
      ipBlock !== undefined &&
      isWithin(ipBlock.cidr, end.address) &&
      !(ipBlock.except ?? []).some((network) => isWithin(network, end.address))
    );
  // Without a selector of namespaces, the namespace of the policy is meant; no other end of the specs is in it.
  return (
    !ipBlock &&
    namespaceSelector !== undefined &&
    selects(namespaceSelector, end.namespace) &&
    selects(podSelector ?? {}, end.pod)
  );
};

/** Networks that were parsed before. */
const parsed = new Map<string, ReturnType<typeof ipaddr.parseCIDR>>();

const isWithin = (network: string, text: string): boolean => {
  const address = ipaddr.parse(text);
  const [base, bits] = parsed.get(network) ?? ipaddr.parseCIDR(network);
  parsed.set(network, [base, bits]);
  return address.kind() === base.kind() && address.match(base, bits);
};
