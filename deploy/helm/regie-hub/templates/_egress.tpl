{{/* An egress rule. Takes to (peers) and ports. */}}
{{- define "regie.egress" -}}
- to: {{- toYaml .to | nindent 4 }}
  ports:
    {{- range .ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end -}}

{{/* The ways out that every pod with a database has. */}}
{{- define "regie.egressToData" -}}
{{ include "regie.egressToNames" . }}
{{ include "regie.egress" (dict "to" .Values.networkPolicy.postgres.to "ports" (list .Values.networkPolicy.postgres.port)) }}
{{- if .Values.kurrentdb.secret }}
{{ include "regie.egress" (dict "to" .Values.networkPolicy.kurrentdb.to "ports" (list .Values.networkPolicy.kurrentdb.port)) }}
{{- end }}
{{- end -}}

{{- define "regie.egressToNames" -}}
- to: {{- toYaml .Values.networkPolicy.dns | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end -}}

{{- define "regie.egressToKafka" -}}
{{- if eq .Values.mode "services" -}}
{{- $ports := list -}}
{{- range .Values.kafka.brokers }}{{ $ports = append $ports (splitList ":" . | last | int) }}{{ end -}}
{{ include "regie.egress" (dict "to" .Values.networkPolicy.kafka.to "ports" (uniq $ports)) }}
{{- end -}}
{{- end -}}

{{/* The public internet: the ranges that the hub itself calls public (RFC 6890), without the metadata of clouds. */}}
{{- define "regie.publicInternet" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except:
      - 0.0.0.0/8
      - 10.0.0.0/8
      - 100.64.0.0/10
      - 127.0.0.0/8
      - 168.63.129.16/32
      - 169.254.0.0/16
      - 172.16.0.0/12
      - 192.0.0.0/24
      - 192.0.2.0/24
      - 192.31.196.0/24
      - 192.52.193.0/24
      - 192.88.99.0/24
      - 192.168.0.0/16
      - 192.175.48.0/24
      - 198.18.0.0/15
      - 198.51.100.0/24
      - 203.0.113.0/24
      - 224.0.0.0/4
      - 240.0.0.0/4
- ipBlock:
    cidr: 2000::/3
    except:
      - 2001::/23
      - 2001:db8::/32
      - 2002::/16
      - 2620:4f:8000::/48
      - 3fff::/20
{{- end -}}
