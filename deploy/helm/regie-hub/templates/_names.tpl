{{- define "regie.name" -}}
{{- if .Values.fullnameOverride -}}{{ .Values.fullnameOverride }}{{- else if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{/* The labels by which Deployments and policies find pods; they never change. Takes root and component. */}}
{{- define "regie.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "regie.labels" -}}
{{ include "regie.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "regie.image" -}}
{{- with .Values.image -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ with .digest }}@{{ . }}{{ end }}
{{- end -}}
{{- end -}}

{{/* The processes of this mode with their ports, as JSON. */}}
{{- define "regie.ports" -}}
{{- if eq .Values.mode "hub" -}}{"hub":3000}{{- else -}}{"mandates":3001,"cases":3002,"partners":3003,"teams":3004}{{- end -}}
{{- end -}}

{{/* The public paths of each process in this mode, as JSON. Those of the services are those of deploy/proxy/Caddyfile. */}}
{{- define "regie.paths" -}}
{{- if eq .Values.mode "hub" -}}
{"hub":{"Prefix":["/v1","/docs"],"Exact":["/","/openapi.json","/asyncapi.json"]}}
{{- else -}}
{"teams":{"Prefix":["/v1/neighbourhoods","/v1/teams"]},
 "partners":{"Prefix":["/v1/agencies","/v1/feed","/v1/subscriptions"]},
 "cases":{"Prefix":["/v1/cases"]},
 "mandates":{"Prefix":["/v1/mandates"],"Exact":["/asyncapi.json"]}}
{{- end -}}
{{- end -}}

{{/* True for a process that delivers webhooks and sends mail. */}}
{{- define "regie.delivers" -}}
{{- if has . (list "hub" "partners") }}true{{ end -}}
{{- end -}}
