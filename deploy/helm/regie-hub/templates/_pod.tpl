{{/* The rules of every pod: no root, no token of the cluster, nothing of other Services in the environment. */}}
{{- define "regie.podRules" -}}
automountServiceAccountToken: false
# Kubernetes would add variables such as REGIE_HUB_SERVICE_HOST, and a process refuses variables that it does not know.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  # the user `node` of the image
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
{{- with .Values.authorities }}
{{- if .configMap }}
  - name: authorities
    configMap:
      name: {{ .configMap }}
      items: [{ key: {{ .key }}, path: authorities.pem }]
{{- end }}
{{- end }}
{{- if include "regie.kafkaFiles" . }}
  - name: kafka
    projected:
      defaultMode: 0440
      sources: {{- include "regie.kafkaFiles" . | nindent 8 }}
{{- end }}
{{- end -}}

{{/* The files with which a process connects to Kafka; empty when there is none. */}}
{{- define "regie.kafkaFiles" -}}
{{- if and (eq .Values.mode "services") .Values.kafka.tls.enabled -}}
{{- range $path, $from := dict "authority.pem" .Values.kafka.tls.authority "certificate.pem" .Values.kafka.tls.certificate "key.pem" .Values.kafka.tls.privateKey -}}
{{- if $from.secret }}
- secret:
    name: {{ $from.secret }}
    items: [{ key: {{ $from.key }}, path: {{ $path }} }]
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The rules of every container. */}}
{{- define "regie.containerRules" -}}
image: {{ include "regie.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: tmp, mountPath: /tmp }
{{- if .Values.authorities.configMap }}
  - { name: authorities, mountPath: /etc/regie/authorities, readOnly: true }
{{- end }}
{{- if include "regie.kafkaFiles" . }}
  - { name: kafka, mountPath: /etc/regie/kafka, readOnly: true }
{{- end }}
{{- end -}}
