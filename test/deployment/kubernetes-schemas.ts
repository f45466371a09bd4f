import { ExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** The kinds whose compiled schema of the API is known. */
const KINDS = [
  Deployment,
  ExternalSecret,
  Ingress,
  Job,
  NetworkPolicy,
  PodDisruptionBudget,
  PrometheusRule,
  Service,
  ServiceAccount,
  ServiceMonitor,
];

/**
 * Lists the faults of an object by the schema of its kind. The schemas accept unknown fields, which the server ignores or refuses.
 * A field that the schema does not read is therefore a fault too: it is probably misspelled.
 */
export const faultsOf = (object: Readonly<{ apiVersion: string; kind: string }>): readonly string[] => {
  const model = KINDS.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind);
  if (!model) return [`there is no schema of ${object.apiVersion} ${object.kind}`];
  const read = new Set<string>();
  const wrong: string[] = [];
  try {
    model.prototype.validate.call(recording(object, '', read));
  } catch (error) {
    wrong.push(`: ${(error as Error).message}`);
  }
  const unread = fieldsOf(object, '')
    .filter((path) => !read.has(path))
    .map((path) => `${path}: unknown`);
  return [...wrong, ...unread].map((fault) => `${object.kind}${fault}`);
};

/** Wraps a value so that the path of every field that is read is recorded. */
const recording = <T>(value: T, path: string, read: Set<string>): T => {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      const field: unknown = Reflect.get(target, key);
      if (typeof key !== 'string' || !Object.hasOwn(target, key) || key === 'length') return field;
      read.add(`${path}/${key}`);
      return recording(field, `${path}/${key}`, read);
    },
  });
};

const fieldsOf = (value: unknown, path: string): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, field]) => [`${path}/${key}`, ...fieldsOf(field, `${path}/${key}`)])
    : [];
