# Nodes of a testbed: each a network, mount, process, host name and cgroup namespace with containerd,
# kubelet and kube-proxy over one shared root file system. Sourced by testbed/cluster.
# shellcheck shell=bash

disk_root=/var/lib/podferry-testbed
cgroup_root=podferry-testbed
pause_image=podferry.io/testbed/pause:1

node_names() { saved nodes; }
node_number() { echo "${1##*-}"; }
node_address() { echo "$(saved subnet).$((10 + $(node_number "$1")))"; }
node_pods() { echo "10.$((128 + $(saved subnet | cut -d. -f3))).$(node_number "$1")"; }
node_data() { echo "$disk_root/$name/$1"; }
node_pid() { pid_of "$1"; }

# The hierarchies of cgroups' first version.
hierarchies() {
    local tasks
    for tasks in /sys/fs/cgroup/*/tasks; do dirname "$tasks"; done
}

child_of() { [ -z "$1" ] || cat "/proc/$1/task/$1/children" 2> /dev/null | tr -d ' ' || true; }

in_node() {
    local node=$1
    shift
    nsenter -t "$(node_pid "$node")" --mount --net --pid --uts --cgroup -r -w -- "$@"
}

# usage: make_cgroup PATH   (below every hierarchy)
make_cgroup() {
    local folder cpuset=/sys/fs/cgroup/cpuset part file
    for folder in $(hierarchies); do mkdir -p "$folder/$1"; done
    [ -d "$cpuset" ] || return 0
    part=$cpuset
    for folder in ${1//\// }; do
        part=$part/$folder
        for file in cpuset.cpus cpuset.mems; do cat "$(dirname "$part")/$file" > "$part/$file"; done
    done
}

# usage: in_cgroup PATH COMMAND...   (becomes the command)
in_cgroup() {
    local path=$1 folder
    shift
    for folder in $(hierarchies); do echo $BASHPID > "$folder/$path/cgroup.procs"; done
    exec "$@"
}

remove_cgroups() {
    local folder left
    for _ in $(seq 50); do
        left=
        for folder in $(hierarchies); do
            folder=$folder/$1
            [ -d "$folder" ] || continue
            find "$folder" -depth -type d -exec rmdir {} \; 2> /dev/null || true
            [ ! -d "$folder" ] || left=$folder
        done
        [ -n "$left" ] || return 0
        sleep 0.1
    done
    echo "testbed/cluster: $left cannot be removed. Maybe a process is left in it?" >&2
    return 1
}

# usage: hold_node NODE   (namespaces, network, root file system)
hold_node() {
    local node=$1 data cgroup=$cgroup_root/$name/$1 outer inner=
    alive "$node" && return
    data=$(node_data "$node")
    rm -rf "$data"
    mkdir -p -m 755 "$data"
    make_cgroup "$cgroup"
    # In the process namespace of the control plane, so that the end of its first process ends all.
    (in_cgroup "$cgroup" setsid nsenter -t "$(pid_of holder)" --pid -- \
        unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child \
        "$here/lib/node-init" "$node" "$(saved node-root)" "$data" "$(saved bin)") \
        < /dev/null > "$state/log/$node.log" 2>&1 9>&- &
    outer=$!
    # nsenter and unshare wait for their children; the grandchild is the node's first process.
    for _ in $(seq 200); do
        inner=$(child_of "$(child_of "$outer")")
        [ ! -e "/proc/${inner:-none}/root/run/ready" ] || break
        [ -e "/proc/$outer" ] || break
        sleep 0.05
    done
    [ -e "/proc/${inner:-none}/root/run/ready" ] ||
        fail "node $node does not come up: $(tail -n 3 "$state/log/$node.log" 2> /dev/null)"
    remember "$node" "$inner"
    ip link add "n$(node_number "$node")" netns "$(pid_of holder)" type veth peer name eth0 netns "$inner"
    inside ip link set "n$(node_number "$node")" master nodes up
    in_node "$node" ip link set lo up
    in_node "$node" ip address add "$(node_address "$node")/24" dev eth0
    in_node "$node" ip link set eth0 up
    in_node "$node" ip route add default via "$(saved subnet).1"
}

# Everybody's way to everybody's pods.
pod_routes() {
    local node other
    for other in $(node_names); do
        for node in $(node_names); do
            [ "$node" = "$other" ] || in_node "$node" ip route replace "$(node_pods "$other").0/24" via "$(node_address "$other")"
        done
        inside ip route replace "$(node_pods "$other").0/24" via "$(node_address "$other")"
        ip route replace "$(node_pods "$other").0/24" via "$(node_address "$other")"
    done
}

# usage: write_in NODE PATH < TEXT
write_in() {
    local file
    file=/proc/$(node_pid "$1")/root$2
    mkdir -p "$(dirname "$file")"
    cat > "$file.new"
    mv "$file.new" "$file"
}

# usage: launch_in NODE PROGRAM COMMAND...   (in the background, in the node's cgroup)
launch_in() {
    local node=$1 program=$2
    shift 2
    (in_cgroup "$cgroup_root/$name/$node" setsid nsenter -t "$(node_pid "$node")" \
        --mount --net --pid --uts --ipc --cgroup -r -w -- "$@") \
        < /dev/null >> "$state/log/$node-$program.log" 2>&1 9>&- &
    remember "$node-$program" $!
}

containerd_configuration() {
    cat << END
version = 3
imports = ['/etc/containerd/conf.d/*.toml']

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '$pause_image'

[plugins.'io.containerd.cri.v1.runtime']
  # A process may not be given a lower score than its parent's here.
  restrict_oom_score_adj = true

[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['/usr/lib/cni']
  conf_dir = '/etc/cni/net.d'
END
}

network_configuration() {
    cat << END
{
  "cniVersion": "1.0.0",
  "name": "pods",
  "plugins": [
    {
      "type": "bridge", "bridge": "pods", "isGateway": true, "hairpinMode": true,
      "ipam": {
        "type": "host-local", "dataDir": "/run/cni",
        "ranges": [[{"subnet": "$(node_pods "$1").0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
END
}

# The node's memory is what its pods together may use: the rest of the machine is reserved.
kubelet_configuration() {
    local machine
    machine=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)
    cat << END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: /etc/kubernetes/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: /etc/kubernetes/kubelet.crt
tlsPrivateKeyFile: /etc/kubernetes/kubelet.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
enforceNodeAllocatable: [pods]
systemReserved: {memory: $((machine - $2 / 1024))Ki}
# The kernel acts, not kubelet.
evictionHard: {memory.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
imageGCHighThresholdPercent: 100
imageMinimumGCAge: 24h
clusterDNS: [10.96.0.10]
resolvConf: ""
registerNode: true
nodeStatusUpdateFrequency: 5s
END
}

proxy_configuration() {
    cat << END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: /etc/kubernetes/proxy.conf}
clusterCIDR: $(node_pods "$1").0/24
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
END
}

# Everything a node's programs read, and the programs themselves. usage: start_node NODE
start_node() {
    local node=$1 root file
    root=/proc/$(node_pid "$node")/root
    if ! alive "$node-containerd"; then
        containerd_configuration | write_in "$node" /etc/containerd/config.toml
        network_configuration "$node" | write_in "$node" /etc/cni/net.d/10-pods.conflist
        for file in "$here"/../manifests/node/*.toml; do
            write_in "$node" "/etc/containerd/conf.d/$(basename "$file")" < "$file"
        done
        # With Podferry in the cluster its agent brings them.
        [ -n "$(saved podferry)" ] || cp -a "$(saved images)/payload/." "$root/opt/podferry/"
        launch_in "$node" containerd /usr/bin/containerd
    fi
    if ! alive "$node-kubelet"; then
        certificate "$pki" "$node" ca "/O=system:nodes/CN=system:node:$node"
        certificate "$pki" "$node-kubelet" ca "/O=system:nodes/CN=system:node:$node" "DNS:$node,IP:$(node_address "$node")"
        kubeconfig "$pki" "$node" "https://$(saved subnet).2:6443"
        install -D -m 600 "$pki/$node.conf" "$root/etc/kubernetes/kubelet.conf"
        install -m 600 "$pki/$node-kubelet.key" "$root/etc/kubernetes/kubelet.key"
        install -m 644 "$pki/$node-kubelet.crt" "$root/etc/kubernetes/kubelet.crt"
        install -m 644 "$pki/ca.crt" "$root/etc/kubernetes/ca.crt"
        kubelet_configuration "$node" "$(saved node-memory)" | write_in "$node" /etc/kubernetes/kubelet.yaml
        launch_in "$node" kubelet /opt/kubernetes/kubelet --config=/etc/kubernetes/kubelet.yaml \
            --kubeconfig=/etc/kubernetes/kubelet.conf --hostname-override="$node" --node-ip="$(node_address "$node")"
    fi
    if ! alive "$node-kube-proxy"; then
        install -m 600 "$pki/proxy.conf" "$root/etc/kubernetes/proxy.conf"
        proxy_configuration "$node" | write_in "$node" /etc/kubernetes/proxy.yaml
        launch_in "$node" kube-proxy /opt/kubernetes/kube-proxy --config=/etc/kubernetes/proxy.yaml --hostname-override="$node"
    fi
}

node_ready() { kubectl get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -q True; }

# usage: import_images NODE ARCHIVE...
import_images() {
    local node=$1 archive
    shift
    wait_for 30 "containerd of $node" "$node-containerd" in_node "$node" ctr version
    for archive in "$@"; do
        in_node "$node" ctr -n k8s.io images import - < "$archive" > /dev/null
    done
}

# Which nodes there are to be. usage: name_nodes COUNT MEMORY_IN_BYTES
name_nodes() {
    local number
    [ -d /sys/fs/cgroup/memory ] || fail "the testbed's nodes are made for the first version of cgroups, which this machine does not have"
    [ -s "$state/node-memory" ] || echo "$2" > "$state/node-memory"
    for number in $(seq "$1"); do echo "node-$number"; done | sort -u -V - <(node_names) > "$state/nodes.new"
    mv "$state/nodes.new" "$state/nodes"
}

start_nodes() {
    local node
    "$here/lib/node-root" "${bin%/kubernetes/*}" > "$state/node-root"
    "$here/lib/images" "${bin%/kubernetes/*}" > "$state/images"
    for node in $(node_names); do hold_node "$node"; done
    pod_routes
    for node in $(node_names); do start_node "$node"; done
    for node in $(node_names); do import_images "$node" "$(saved images)"/*.tar; done
    for node in $(node_names); do wait_for 90 "node $node" "$node-kubelet" node_ready "$node"; done
}

# What outlives the processes of the nodes.
nodes_left() {
    remove_cgroups "$cgroup_root/$name"
    local folder
    for folder in $(hierarchies); do rmdir "$folder/$cgroup_root" 2> /dev/null || true; done
    rm -rf "${disk_root:?}/$name"
    rmdir "$disk_root" 2> /dev/null || true
}
