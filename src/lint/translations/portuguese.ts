import type { Translations } from './translations.ts';

export const portuguese: Translations = {
  programs: `matar:kill gato:cat cabeça:head cauda:tail exportar:export identificação:id eco:echo ordenar:sort dormir:sleep sono:sleep cortar:cut
    falso:false verdadeiro:true esperar:wait aguardar:wait sair:exit saída:exit definir:set ler:read mover:mv copiar:cp remover:rm apagar:rm
    tocar:touch encontrar:find localizar:find assistir:watch observar:watch relógio:watch imprimir:print fazer:make topo:top livre:free
    quem:who tempo:time histórico:history limpar:clear fonte:source menos:less mais:more sim:yes avaliar:eval`,
  verbs: `obter:get pegar:get descrever:describe excluir:delete,rm deletar:delete apagar:delete,rm remover:rm,remove criar:create expor:expose construir:build
    compilar:build empurrar:push enviar:push puxar:pull baixar:pull,fetch executar:run,exec rodar:run iniciar:start,init começar:start parar:stop
    aplicar:apply editar:edit registros:logs logs:logs toras:logs dimensionar:scale escalar:scale escala:scale clonar:clone confirmar:commit
    adicionar:add instalar:install desinstalar:uninstall pesquisar:search buscar:search,fetch inspecionar:inspect marcar:tag etiquetar:tag,label
    rótulo:label rotular:label anotar:annotate explicar:explain esperar:wait aguardar:wait anexar:attach copiar:cp,copy matar:kill
    reiniciar:restart recarregar:reload habilitar:enable ativar:enable desabilitar:disable desativar:disable estado:status status:status
    substituir:replace definir:set listar:list,ls lista:list,ls limpar:clean,prune podar:prune histórico:history desfazer:undo corrigir:patch
    mesclar:merge juntar:join drenar:drain salvar:save guardar:save carregar:load renomear:rename acima:up abaixo:down rede:network
    contêiner:container nó:node enxame:swarm pilha:stack contexto:context sistema:system implantar:deploy importar:import exportar:export
    mostrar:show eventos:events diferença:diff atualizar:update,upgrade ajuda:help ramo:branch cometer:commit comprometer:commit
    confirme:commit subir:up para-cima:up para-baixo:down descer:down obtenha:get configuração:config configurar:config remoto:remote`,
  options: `nome:name desanexar:detach separar:detach publicar:publish saída:output escala:scale seguir:follow cauda:tail tudo:all todos:all
    forçar:force força:force arquivo:file,filename nome-do-arquivo:filename réplicas:replicas namespace:namespace rótulo:label etiqueta:label
    seletor:selector rede:network usuário:user ajuda:help silencioso:quiet,silent detalhado:verbose desde:since até:until esperar:wait alvo:target
    interativo:interactive reiniciar:restart construir:build ambiente:env remover:rm memória:memory mensagem:message sobrescrever:overwrite
    recursivo:recursive anterior:previous observar:watch todos-os-namespaces:all-namespaces todos-os-espaços-de-nomes:all-namespaces
    gráfico:graph uma-linha:oneline`,
  kinds: `implantação:deployment implantações:deployments nó:node nós:nodes espaço-de-nomes:namespace espaços-de-nomes:namespaces vagem:pod vagens:pods
    serviço:service serviços:services segredo:secret segredos:secrets evento:event eventos:events trabalho:job trabalhos:jobs função:role tudo:all`,
  shell: `se:if então:then senão:else para:for em:in faça:do fazer:do feito:done pronto:done enquanto:while até:until caso:case função:function
    faz:do caso-contrário:else enquanto-que:while fim:done,fi terminado:done concluído:done`,
  methods: `tecla:key teclas:keys chave:key esperar:wait aguardar:wait espera:wait espera-longa:longwait ocultar:hide esconder:hide verificar:check
    checar:check abrir:open copiar:copy colar:paste bater:bash concha:shell casca:shell festança:bash repetir:retry
    tempo-limite:timeout espere:wait aguarde:wait`,
  keys: `escape:Escape entrar:Enter espaço:Space cima:Up acima:Up baixo:Down abaixo:Down esquerda:Left direita:Right excluir:Delete
    início:Home fim:End inserir:Insert`,
  refs: 'cabeça:HEAD origem:origin mestre:master principal:main',
};
