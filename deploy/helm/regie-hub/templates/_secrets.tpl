{{/* A variable from a Secret. Takes name and from (secret and key). */}}
{{- define "regie.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: { name: {{ .from.secret }}, key: {{ .from.key }} }
{{- end -}}

{{/* Every Secret that this mode uses, with its keys, as JSON: {"name":{"key":true}}. */}}
{{- define "regie.usedSecrets" -}}
{{- $used := dict -}}
{{- $all := list .Values.secretsKey .Values.pseudonymKey .Values.smtp .Values.kurrentdb -}}
{{- range $process, $port := include "regie.ports" . | fromJson -}}
{{- with index $.Values.processes $process -}}
{{- $all = concat $all (list .postgres.runtime .postgres.reader) -}}
{{- if $.Values.migrations.enabled }}{{ $all = append $all .postgres.owner }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if eq .Values.mode "services" -}}
{{- with .Values.kafka -}}
{{- if .tls.enabled }}{{ $all = concat $all (list .tls.authority .tls.certificate .tls.privateKey) }}{{ end -}}
{{- if .sasl.mechanism }}{{ $all = append $all .sasl.password }}{{ end -}}
{{- end -}}
{{- end -}}
{{- range $all -}}
{{- if .secret }}{{ $used = set $used .secret (set (get $used .secret | default dict) .key true) }}{{ end -}}
{{- end -}}
{{- $used | toJson -}}
{{- end -}}
