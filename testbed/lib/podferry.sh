# Podferry in a testbed: images from this checkout, certificates, and what manifests/ says. Sourced by
# testbed/cluster.
# shellcheck shell=bash

# usage: secret NAME FILE...
secret() {
    local name=$1 file arguments=()
    shift
    for file; do arguments+=("--from-file=$file"); done
    kubectl -n podferry-system create secret generic "$name" "${arguments[@]}" --dry-run=client -o yaml |
        kubectl apply --server-side --force-conflicts -f - > /dev/null
}

import_podferry() {
    local node images=$1
    for node in $(node_names); do
        [ "$(saved "$node.podferry-images")" != "$images" ] || continue
        import_images "$node" "$images"/*.tar
        echo "$images" > "$state/$node.podferry-images"
    done
}

install_podferry() {
    local images members=$state/podferry-pki agents=() node files=() before
    images=$("$here/lib/podferry-images" "${bin%/kubernetes/*}")
    before=$(saved podferry-images)
    import_podferry "$images"
    for node in $(node_names); do
        agents+=(--agent "$node=$(node_address "$node")")
        files+=("$members/$node.crt" "$members/$node.key")
    done
    "$here/../podferry" certificates "$members" "${agents[@]}"
    kubectl apply -f "$here/../manifests/base/namespace.yaml" > /dev/null
    secret podferry-agents "$members/ca.crt" "${files[@]}"
    secret podferry-controller "$members"/{ca.crt,engine.crt,engine.key} \
        "tls.crt=$pki/extender.crt" "tls.key=$pki/extender.key" "scheduler-ca.crt=$pki/extender-ca.crt"
    kubectl apply --server-side --force-conflicts -k "$here/../manifests/overlays/testbed" > /dev/null
    if [ -n "$before" ] && [ "$before" != "$images" ]; then
        kubectl -n podferry-system rollout restart daemonset/podferry-agent deployment/podferry-controller > /dev/null
    fi
    echo "$images" > "$state/podferry-images"
    kubectl -n podferry-system rollout status daemonset/podferry-agent --timeout=120s > /dev/null ||
        fail "the agents do not run. Maybe: testbed/cluster kubectl --name $name -n podferry-system logs daemonset/podferry-agent"
    kubectl -n podferry-system rollout status deployment/podferry-controller --timeout=120s > /dev/null ||
        fail "the controller does not run. Maybe: testbed/cluster kubectl --name $name -n podferry-system logs deployment/podferry-controller"
    if [ ! -e "$state/scheduler-asks" ]; then
        scheduler_config=$here/../manifests/scheduler/kube-scheduler-config.yaml
        extender=https://$(node_address node-1):30443
        stop_one kube-scheduler
        scheduler_file
        start_scheduler
        touch "$state/scheduler-asks"
    fi
}
