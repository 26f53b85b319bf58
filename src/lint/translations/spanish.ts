import type { Translations } from './translations.ts';

export const spanish: Translations = {
  programs: `matar:kill gato:cat cabeza:head cola:tail exportar:export identificación:id eco:echo ordenar:sort dormir:sleep cortar:cut falso:false
    verdadero:true esperar:wait salir:exit salida:exit establecer:set leer:read mover:mv copiar:cp eliminar:rm borrar:rm tocar:touch
    encontrar:find buscar:find mirar:watch observar:watch reloj:watch imprimir:print hacer:make arriba:top libre:free quién:who
    tiempo:time historial:history historia:history limpiar:clear fuente:source menos:less más:more sí:yes evaluar:eval rizo:curl`,
  verbs: `obtener:get conseguir:get describir:describe eliminar:delete,rm,remove borrar:delete,rm quitar:rm,remove crear:create exponer:expose construir:build
    empujar:push tirar:pull descargar:pull,fetch ejecutar:run,exec correr:run iniciar:start,init comenzar:start detener:stop parar:stop
    aplicar:apply editar:edit registros:logs registro:log,registry troncos:logs escalar:scale escala:scale clonar:clone confirmar:commit comprometer:commit
    agregar:add añadir:add instalar:install desinstalar:uninstall buscar:search inspeccionar:inspect etiquetar:tag,label etiqueta:label,tag
    anotar:annotate explicar:explain esperar:wait adjuntar:attach copiar:cp,copy matar:kill reiniciar:restart recargar:reload
    habilitar:enable activar:enable deshabilitar:disable estado:status reemplazar:replace establecer:set listar:list,ls lista:list,ls
    limpiar:clean,prune podar:prune historial:history deshacer:undo parchear:patch fusionar:merge unirse:join drenar:drain guardar:save
    cargar:load renombrar:rename arriba:up abajo:down red:network contenedor:container nodo:node enjambre:swarm pila:stack
    contexto:context sistema:system desplegar:deploy importar:import exportar:export mostrar:show eventos:events diferencia:diff
    actualizar:update,upgrade ayuda:help rama:branch cambiar:switch haga:do cometer:commit arrancar:start subir:up,push bajar:down,pull
    hacia-arriba:up hacia-abajo:down obtén:get obtenga:get pago:checkout alijo:stash caja:checkout configuración:config
    configurar:config remoto:remote`,
  options: `nombre:name separar:detach desconectar:detach publicar:publish salida:output escala:scale seguir:follow cola:tail todo:all todos:all
    forzar:force fuerza:force archivo:file,filename nombre-de-archivo:filename réplicas:replicas espacio-de-nombres:namespace etiqueta:label
    etiquetas:labels,label selector:selector red:network usuario:user ayuda:help silencioso:quiet,silent detallado:verbose desde:since hasta:until
    esperar:wait objetivo:target interactivo:interactive reiniciar:restart construir:build entorno:env eliminar:rm memoria:memory mensaje:message
    sobrescribir:overwrite recursivo:recursive anterior:previous observar:watch todos-los-espacios-de-nombres:all-namespaces
    todos-los-espacios-de-nombre:all-namespaces gráfico:graph una-línea:oneline silencio:silent`,
  kinds: `despliegue:deployment despliegues:deployments implementación:deployment implementaciones:deployments nodo:node nodos:nodes
    espacio-de-nombres:namespace espacios-de-nombres:namespaces vaina:pod vainas:pods servicio:service servicios:services secreto:secret
    secretos:secrets evento:event eventos:events trabajo:job trabajos:jobs rol:role roles:roles todo:all todos:all`,
  shell: `si:if entonces:then sino:else para:for en:in hacer:do hecho:done mientras:while hasta:until caso:case función:function haz:do haga:do
    si-no:else de-lo-contrario:else mientras-que:while terminado:done fin:done,fi fin-si:fi listo:done`,
  methods: `tecla:key teclas:keys clave:key claves:keys esperar:wait espera:wait espera-larga:longwait ocultar:hide esconder:hide comprobar:check
    verificar:check abrir:open copiar:copy pegar:paste golpear:bash golpe:bash concha:shell cáscara:shell intento:bash
    esperar-mucho:longwait reintentar:retry tiempo-de-espera:timeout esconda:hide portapapeles:copy`,
  keys: `escape:Escape entrar:Enter intro:Enter espacio:Space tabulador:Tab arriba:Up abajo:Down izquierda:Left derecha:Right suprimir:Delete
    supr:Delete retroceso:Backspace inicio:Home fin:End repág:PageUp avpág:PageDown insertar:Insert`,
  refs: 'cabeza:HEAD origen:origin maestro:master principal:main',
};
