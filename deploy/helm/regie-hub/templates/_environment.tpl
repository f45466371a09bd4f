{{/* The variables of Kafka, for processes and for topics. */}}
{{- define "regie.kafkaEnvironment" -}}
{{- with .Values.kafka -}}
- { name: REGIE_BUS, value: kafka }
- name: REGIE_KAFKA_BROKERS
  value: {{ join "," .brokers | quote }}
- name: REGIE_KAFKA_PARTITIONS
  value: {{ .partitions | quote }}
- name: REGIE_KAFKA_REPLICAS
  value: {{ .replicas | quote }}
- name: REGIE_KAFKA_TLS
  value: {{ ternary "yes" "no" .tls.enabled | quote }}
{{- if and .tls.enabled .tls.authority.secret }}
- { name: REGIE_KAFKA_TLS_CA, value: /etc/regie/kafka/authority.pem }
{{- end }}
{{- if and .tls.enabled .tls.certificate.secret }}
- { name: REGIE_KAFKA_TLS_CERT, value: /etc/regie/kafka/certificate.pem }
- { name: REGIE_KAFKA_TLS_KEY, value: /etc/regie/kafka/key.pem }
{{- end }}
{{- if .sasl.mechanism }}
- name: REGIE_KAFKA_SASL_MECHANISM
  value: {{ .sasl.mechanism }}
- name: REGIE_KAFKA_USERNAME
  value: {{ .sasl.username | quote }}
{{ include "regie.secretVariable" (dict "name" "REGIE_KAFKA_PASSWORD" "from" .sasl.password) }}
{{- end }}
{{- end -}}
{{- end -}}

{{/* The variables that every pod has. */}}
{{- define "regie.commonEnvironment" -}}
{{- if .Values.authorities.configMap }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/regie/authorities/authorities.pem }
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The variables of one process. Takes root, process and port. */}}
{{- define "regie.processEnvironment" -}}
{{- $values := .root.Values -}}
{{- $postgres := (index $values.processes .process).postgres -}}
- { name: REGIE_ENVIRONMENT, value: production }
- { name: REGIE_DEMONSTRATION, value: 'no' }
- { name: REGIE_HOST, value: 0.0.0.0 }
- name: REGIE_PORT
  value: {{ .port | quote }}
# The root file system is read-only.
- { name: REGIE_FOLDER, value: /tmp/regie }
- name: REGIE_ISSUER
  value: {{ $values.identity.issuer | quote }}
- name: REGIE_CITIES
  value: {{ join "," $values.cities | quote }}
{{ include "regie.secretVariable" (dict "name" "REGIE_PSEUDONYM_KEY" "from" $values.pseudonymKey) }}
{{ include "regie.secretVariable" (dict "name" "REGIE_POSTGRES_URL" "from" $postgres.runtime) }}
{{- if $postgres.reader.secret }}
{{ include "regie.secretVariable" (dict "name" "REGIE_POSTGRES_READER_URL" "from" $postgres.reader) }}
{{- end }}
{{- if eq $values.mode "services" }}
{{ include "regie.kafkaEnvironment" .root }}
{{- end }}
{{- if $values.kurrentdb.secret }}
- { name: REGIE_EVENT_STORE, value: kurrentdb }
{{ include "regie.secretVariable" (dict "name" "REGIE_KURRENTDB_URL" "from" $values.kurrentdb) }}
{{- end }}
{{- if include "regie.delivers" .process }}
{{ include "regie.secretVariable" (dict "name" "REGIE_SECRETS_KEY" "from" $values.secretsKey) }}
{{- with $values.webhooks.allow }}
- name: REGIE_WEBHOOK_ALLOW
  value: {{ join "," . | quote }}
{{- end }}
{{- if $values.smtp.secret }}
{{ include "regie.secretVariable" (dict "name" "REGIE_SMTP_URL" "from" $values.smtp) }}
{{- end }}
{{- end }}
{{- include "regie.commonEnvironment" .root }}
{{- end -}}

{{/* The variables of a migration: the owner makes the tables, and the two other roles get their rights. Takes root and process. */}}
{{- define "regie.migrationEnvironment" -}}
{{- $postgres := (index .root.Values.processes .process).postgres -}}
{{ include "regie.secretVariable" (dict "name" "REGIE_POSTGRES_OWNER_URL" "from" $postgres.owner) }}
{{ include "regie.secretVariable" (dict "name" "REGIE_POSTGRES_URL" "from" $postgres.runtime) }}
{{- if $postgres.reader.secret }}
{{ include "regie.secretVariable" (dict "name" "REGIE_POSTGRES_READER_URL" "from" $postgres.reader) }}
{{- end }}
{{- if eq .root.Values.mode "services" }}
- { name: REGIE_BUS, value: kafka }
- name: REGIE_KAFKA_BROKERS
  value: {{ join "," .root.Values.kafka.brokers | quote }}
{{- end }}
{{- if .root.Values.kurrentdb.secret }}
- { name: REGIE_EVENT_STORE, value: kurrentdb }
{{ include "regie.secretVariable" (dict "name" "REGIE_KURRENTDB_URL" "from" .root.Values.kurrentdb) }}
{{- end }}
{{- include "regie.commonEnvironment" .root }}
{{- end -}}
