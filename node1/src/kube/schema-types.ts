/**
 * The type of a field: a primitive (`any` for what takes more than one), the name of a struct, or a list or map of one of these.
 */
export type FieldType =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'any'
  | { readonly struct: string }
  | { readonly list: FieldType }
  | { readonly map: FieldType };

/** One of the API's structs. */
export interface Struct {
  /** As OpenAPI names it: `io.k8s.api.core.v1.PodSpec`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly required: readonly string[];
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function fieldType(text: string): FieldType {
  if (text.startsWith('[]')) return { list: fieldType(text.slice(2)) };
  if (text.startsWith('{}')) return { map: fieldType(text.slice(2)) };
  if (text === 'string' || text === 'integer' || text === 'boolean' || text === 'any') return text;
  return { struct: text };
}

/** Fields written `name:type`; those without a type are strings, `!` marks what must be there. */
function struct(name: string, fields: string): readonly [string, Struct] {
  const pairs = words(fields).map((word) => {
    const [field = '', type = 'string'] = word.replace('!', '').split(':');
    return [field, fieldType(type)] as const;
  });
  const required = words(fields).filter((word) => word.includes('!'));
  const short = name.slice(name.lastIndexOf('.') + 1);
  return [
    short,
    {
      name: `io.k8s.${name}`,
      fields: Object.fromEntries(pairs),
      required: required.map((word) => word.replace(/[!:].*/, '')),
    },
  ];
}

const meta = 'apimachinery.pkg.apis.meta.v1';
const top = 'apiVersion kind metadata:ObjectMeta';

/** The structs that manifests of a first workshop use, as Kubernetes 1.20 has them, by their short name. */
export const structs: ReadonlyMap<string, Struct> = new Map([
  struct(
    `${meta}.ObjectMeta`,
    `annotations:{}string clusterName creationTimestamp deletionGracePeriodSeconds:integer deletionTimestamp
     finalizers:[]string generateName generation:integer labels:{}string managedFields:[]any name namespace
     ownerReferences:[]any resourceVersion selfLink uid`.replace(/\s+/g, ' '),
  ),
  struct(`${meta}.LabelSelector`, 'matchExpressions:[]LabelSelectorRequirement matchLabels:{}string'),
  struct(`${meta}.LabelSelectorRequirement`, 'key! operator! values:[]string'),
  struct('api.core.v1.Namespace', `${top} spec:NamespaceSpec status:any`),
  struct('api.core.v1.NamespaceSpec', 'finalizers:[]string'),
  struct('api.core.v1.Pod', `${top} spec:PodSpec status:any`),
  struct('api.core.v1.PodTemplateSpec', 'metadata:ObjectMeta spec:PodSpec'),
  struct(
    'api.core.v1.PodSpec',
    `activeDeadlineSeconds:integer affinity:any automountServiceAccountToken:boolean containers!:[]Container dnsConfig:any
     dnsPolicy enableServiceLinks:boolean ephemeralContainers:any hostAliases:any hostIPC:boolean hostNetwork:boolean
     hostPID:boolean hostname imagePullSecrets:any initContainers:[]Container nodeName nodeSelector:{}string overhead:any
     preemptionPolicy priority:integer priorityClassName readinessGates:any restartPolicy runtimeClassName schedulerName
     securityContext:any serviceAccount serviceAccountName setHostnameAsFQDN:boolean shareProcessNamespace:boolean subdomain
     terminationGracePeriodSeconds:integer tolerations:[]any topologySpreadConstraints:any volumes:[]Volume`.replace(
      /\s+/g,
      ' ',
    ),
  ),
  struct(
    'api.core.v1.Container',
    `args:[]string command:[]string env:[]EnvVar envFrom:[]any image imagePullPolicy lifecycle:any livenessProbe:any name!
     ports:[]ContainerPort readinessProbe:any resources:ResourceRequirements securityContext:any startupProbe:any
     stdin:boolean stdinOnce:boolean terminationMessagePath terminationMessagePolicy tty:boolean volumeDevices:any
     volumeMounts:[]VolumeMount workingDir`.replace(/\s+/g, ' '),
  ),
  struct('api.core.v1.VolumeMount', 'mountPath! mountPropagation name! readOnly:boolean subPath subPathExpr'),
  struct(
    'api.core.v1.Volume',
    `awsElasticBlockStore:any azureDisk:any azureFile:any cephfs:any cinder:any configMap:any csi:any downwardAPI:any emptyDir:any
     ephemeral:any fc:any flexVolume:any flocker:any gcePersistentDisk:any gitRepo:any glusterfs:any hostPath:any iscsi:any name!
     nfs:any persistentVolumeClaim:any photonPersistentDisk:any portworxVolume:any projected:any quobyte:any rbd:any scaleIO:any
     secret:SecretVolumeSource storageos:any vsphereVolume:any`.replace(/\s+/g, ' '),
  ),
  struct('api.core.v1.SecretVolumeSource', 'defaultMode:integer items:[]any optional:boolean secretName'),
  struct('api.core.v1.EnvVar', 'name! value valueFrom:EnvVarSource'),
  struct(
    'api.core.v1.EnvVarSource',
    'configMapKeyRef:any fieldRef:ObjectFieldSelector resourceFieldRef:any secretKeyRef:any',
  ),
  struct('api.core.v1.ObjectFieldSelector', 'apiVersion fieldPath!'),
  struct('api.core.v1.ContainerPort', 'containerPort!:integer hostIP hostPort:integer name protocol'),
  struct('api.core.v1.ResourceRequirements', 'limits:{}any requests:{}any'),
  struct('api.core.v1.Service', `${top} spec:ServiceSpec status:any`),
  struct(
    'api.core.v1.ServiceSpec',
    `allocateLoadBalancerNodePorts:boolean clusterIP clusterIPs:[]string externalIPs:[]string externalName
     externalTrafficPolicy healthCheckNodePort:integer ipFamilies:[]string ipFamilyPolicy loadBalancerIP
     loadBalancerSourceRanges:[]string ports:[]ServicePort publishNotReadyAddresses:boolean selector:{}string
     sessionAffinity sessionAffinityConfig:any topologyKeys:[]string type`.replace(/\s+/g, ' '),
  ),
  struct('api.core.v1.ServicePort', 'appProtocol name nodePort:integer port!:integer protocol targetPort:any'),
  struct('api.core.v1.Node', `${top} spec:any status:any`),
  struct('api.core.v1.Endpoints', `${top} subsets:[]EndpointSubset`),
  struct(
    'api.core.v1.EndpointSubset',
    'addresses:[]EndpointAddress notReadyAddresses:[]EndpointAddress ports:[]EndpointPort',
  ),
  struct('api.core.v1.EndpointAddress', 'hostname ip! nodeName targetRef:any'),
  struct('api.core.v1.EndpointPort', 'appProtocol name port!:integer protocol'),
  struct('api.apps.v1.Deployment', `${top} spec:DeploymentSpec status:any`),
  struct(
    'api.apps.v1.DeploymentSpec',
    `minReadySeconds:integer paused:boolean progressDeadlineSeconds:integer replicas:integer revisionHistoryLimit:integer
     selector!:LabelSelector strategy:DeploymentStrategy template!:PodTemplateSpec`.replace(/\s+/g, ' '),
  ),
  struct('api.apps.v1.DeploymentStrategy', 'rollingUpdate:RollingUpdateDeployment type'),
  struct('api.apps.v1.RollingUpdateDeployment', 'maxSurge:any maxUnavailable:any'),
  struct('api.apps.v1.ReplicaSet', `${top} spec:ReplicaSetSpec status:any`),
  struct(
    'api.apps.v1.ReplicaSetSpec',
    'minReadySeconds:integer replicas:integer selector!:LabelSelector template:PodTemplateSpec',
  ),
]);
