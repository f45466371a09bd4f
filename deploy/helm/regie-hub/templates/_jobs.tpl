{{/* Annotations of a hook. Takes weight and policy. Jobs run before anything else of the release exists. */}}
{{- define "regie.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: {{ .policy }}
{{- end -}}

{{/* The names of the Jobs with the process whose database they work on, as JSON; topics have none. */}}
{{- define "regie.jobs" -}}
{{- $jobs := dict -}}
{{- if .Values.migrations.enabled -}}
{{- range $process, $port := include "regie.ports" . | fromJson }}{{ $jobs = set $jobs (printf "migrate-%s" $process) $process }}{{ end -}}
{{- end -}}
{{- if and (eq .Values.mode "services") .Values.kafka.applyTopics }}{{ $jobs = set $jobs "topics" "" }}{{ end -}}
{{- $jobs | toJson -}}
{{- end -}}
