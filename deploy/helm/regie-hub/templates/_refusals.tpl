{{/*
Refuses values that lack something, before anything is rendered: one sentence with the remedy for each. Every template that may meet such a value
includes this first, because Helm renders templates in an order of its own.
*/}}
{{- define "regie.refusals" -}}
{{- $faults := concat (include "regie.missing" . | fromJsonArray) (include "regie.missingPeers" . | fromJsonArray) (include "regie.wrongSettings" . | fromJsonArray) -}}
{{- if $faults }}{{ fail (printf "the values are not complete:\n  - %s\n" (join "\n  - " $faults)) }}{{ end -}}
{{- end -}}

{{/* What every mode, or this one, cannot do without; as a JSON list of sentences. */}}
{{- define "regie.missing" -}}
{{- $faults := list -}}
{{- if not .Values.image.repository }}{{ $faults = append $faults "image.repository is empty: set it to the image of the hub, such as registry.example.be/regie-hub." }}{{ end -}}
{{- if not .Values.identity.issuer }}{{ $faults = append $faults "identity.issuer is empty: set it to the address of the identity provider of the city, such as https://login.example.be/realms/regie." }}{{ end -}}
{{- if not .Values.cities }}{{ $faults = append $faults "cities is empty: list the NIS codes of the cities of the hub, such as '44021'." }}{{ end -}}
{{- if not .Values.pseudonymKey.secret }}{{ $faults = append $faults "pseudonymKey.secret is empty: set it to the Secret with the key of the pseudonyms in the access log (openssl rand -base64 32)." }}{{ end -}}
{{- if not .Values.secretsKey.secret }}{{ $faults = append $faults "secretsKey.secret is empty: set it to the Secret with the key that encrypts the secrets of subscriptions (openssl rand -base64 32)." }}{{ end -}}
{{- range $process, $port := include "regie.ports" . | fromJson -}}
{{- with (index $.Values.processes $process).postgres -}}
{{- if not .runtime.secret }}{{ $faults = append $faults (printf "processes.%s.postgres.runtime.secret is empty: set it to the Secret with the PostgreSQL address of the runtime role." $process) }}{{ end -}}
{{- if and $.Values.migrations.enabled (not .owner.secret) }}{{ $faults = append $faults (printf "processes.%s.postgres.owner.secret is empty: set it to the Secret with the PostgreSQL address of the owner, or set migrations.enabled to false and run `regie migrate` yourself." $process) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if eq .Values.mode "services" -}}
{{- with .Values.kafka -}}
{{- if not .brokers }}{{ $faults = append $faults "kafka.brokers is empty: list host:port of the brokers, or set mode to hub, which needs no Kafka." }}{{ end -}}
{{- if and .sasl.mechanism (not .sasl.username) }}{{ $faults = append $faults "kafka.sasl.username is empty: set it to the user of the hub at the brokers, or empty kafka.sasl.mechanism." }}{{ end -}}
{{- if and .sasl.mechanism (not .sasl.password.secret) }}{{ $faults = append $faults "kafka.sasl.password.secret is empty: set it to the Secret with the password of that user, or empty kafka.sasl.mechanism." }}{{ end -}}
{{- if and (eq .sasl.mechanism "plain") (not .tls.enabled) }}{{ $faults = append $faults "kafka.sasl.mechanism is plain without TLS, which exposes the password: set kafka.tls.enabled to true, or the mechanism to scram-sha-512." }}{{ end -}}
{{- if ne (empty .tls.certificate.secret) (empty .tls.privateKey.secret) }}{{ $faults = append $faults "kafka.tls.certificate and kafka.tls.privateKey need each other: set the Secret of both, or of none." }}{{ end -}}
{{- end -}}
{{- end -}}
{{- with .Values.ingress -}}
{{- if and .enabled (not .host) }}{{ $faults = append $faults "ingress.host is empty: set it to the name of the hub, such as regie.example.be." }}{{ end -}}
{{- if and .enabled (not .tlsSecret) }}{{ $faults = append $faults "ingress.tlsSecret is empty: set it to the Secret with the certificate of ingress.host; tokens must not travel in the clear." }}{{ end -}}
{{- end -}}
{{- with .Values.monitoring.prometheusRule -}}
{{- if and .enabled (not .rules) }}{{ $faults = append $faults "monitoring.prometheusRule.rules is empty: add --set-file monitoring.prometheusRule.rules=deploy/prometheus/rules.yml." }}{{ end -}}
{{- end -}}
{{- if and .Values.externalSecrets.enabled (not .Values.externalSecrets.store.name) }}{{ $faults = append $faults "externalSecrets.store.name is empty: set it to the store of the External Secrets operator." }}{{ end -}}
{{- $faults | toJson -}}
{{- end -}}

{{/* Servers that no policy lets a process reach; as a JSON list of sentences. */}}
{{- define "regie.missingPeers" -}}
{{- $faults := list -}}
{{- with .Values.networkPolicy -}}
{{- if .enabled -}}
{{- $needed := dict "postgres" "PostgreSQL" -}}
{{- if eq $.Values.mode "services" }}{{ $needed = set $needed "kafka" "the brokers" }}{{ end -}}
{{- if $.Values.kurrentdb.secret }}{{ $needed = set $needed "kurrentdb" "KurrentDB" }}{{ end -}}
{{- if $.Values.smtp.secret }}{{ $needed = set $needed "mail" "the mail server" }}{{ end -}}
{{- range $part, $server := $needed -}}
{{- if not (index $.Values.networkPolicy $part).to }}{{ $faults = append $faults (printf "networkPolicy.%s.to is empty: list the addresses or pods of %s, such as [{ ipBlock: { cidr: 10.0.0.5/32 } }], or set networkPolicy.enabled to false." $part $server) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $faults | toJson -}}
{{- end -}}

{{/* Settings that belong elsewhere; as a JSON list of sentences. */}}
{{- define "regie.wrongSettings" -}}
{{- $faults := list -}}
{{- $own := include "regie.ownVariables" . | fromJson -}}
{{- range $name, $value := .Values.settings -}}
{{- if hasKey $own $name -}}
{{- $faults = append $faults (printf "settings.%s is out of place: %s." $name (get $own $name)) -}}
{{- else if or (regexMatch "PASSWORD|SECRET|TOKEN|_KEY(_|$)" $name) (regexMatch "://[^/@]*:[^/@]*@" $value) -}}
{{- $faults = append $faults (printf "settings.%s holds a secret: values are no place for one, so give it without a password, or name a Secret." $name) -}}
{{- end -}}
{{- end -}}
{{- $faults | toJson -}}
{{- end -}}

{{/* The variables that the chart sets, with the value to use in their place, as JSON. */}}
{{- define "regie.ownVariables" -}}
{"REGIE_ENVIRONMENT":"the chart is for production",
 "REGIE_DEMONSTRATION":"the chart is for production",
 "REGIE_HOST":"the chart sets it",
 "REGIE_PORT":"the chart sets it",
 "REGIE_FOLDER":"the chart sets it",
 "REGIE_ISSUER":"set identity.issuer",
 "REGIE_CITIES":"set cities",
 "REGIE_PSEUDONYM_KEY":"set pseudonymKey.secret",
 "REGIE_BUS":"set mode",
 "REGIE_EVENT_STORE":"set kurrentdb.secret",
 "REGIE_KURRENTDB_URL":"set kurrentdb.secret",
 "REGIE_POSTGRES_URL":"set processes.*.postgres.runtime",
 "REGIE_POSTGRES_OWNER_URL":"set processes.*.postgres.owner",
 "REGIE_POSTGRES_READER_URL":"set processes.*.postgres.reader",
 "REGIE_SECRETS_KEY":"set secretsKey.secret",
 "REGIE_SMTP_URL":"set smtp.secret",
 "REGIE_WEBHOOK_ALLOW":"set webhooks.allow",
 "REGIE_KAFKA_BROKERS":"set kafka.brokers",
 "REGIE_KAFKA_TLS":"set kafka.tls.enabled",
 "REGIE_KAFKA_TLS_CA":"set kafka.tls.authority",
 "REGIE_KAFKA_TLS_CERT":"set kafka.tls.certificate",
 "REGIE_KAFKA_TLS_KEY":"set kafka.tls.privateKey",
 "REGIE_KAFKA_SASL_MECHANISM":"set kafka.sasl.mechanism",
 "REGIE_KAFKA_USERNAME":"set kafka.sasl.username",
 "REGIE_KAFKA_PASSWORD":"set kafka.sasl.password",
 "REGIE_KAFKA_PARTITIONS":"set kafka.partitions",
 "REGIE_KAFKA_REPLICAS":"set kafka.replicas",
 "NODE_EXTRA_CA_CERTS":"set authorities.configMap"}
{{- end -}}
