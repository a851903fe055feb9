# Certificates and kubeconfigs of one testbed, made with openssl; sourced by testbed/cluster.
# shellcheck shell=bash

# usage: authority FOLDER NAME
authority() {
    [ -f "$1/$2.crt" ] && return
    openssl ecparam -name prime256v1 -genkey -noout -out "$1/$2.key"
    openssl req -x509 -new -key "$1/$2.key" -subj "/CN=podferry-testbed-$2" -days 30 -out "$1/$2.crt" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
}

# usage: certificate FOLDER NAME AUTHORITY SUBJECT [SUBJECT_ALT_NAMES]
certificate() {
    [ -f "$1/$2.crt" ] && return
    local folder=$1 name=$2 authority=$3 subject=$4 names=${5-} usage=clientAuth
    [ -z "$names" ] || usage=serverAuth,clientAuth
    openssl ecparam -name prime256v1 -genkey -noout -out "$folder/$name.ec"
    openssl pkcs8 -topk8 -nocrypt -in "$folder/$name.ec" -out "$folder/$name.key"
    rm "$folder/$name.ec"
    openssl req -new -key "$folder/$name.key" -subj "$subject" -out "$folder/$name.csr"
    {
        echo "basicConstraints=CA:FALSE"
        echo "keyUsage=digitalSignature,keyEncipherment"
        echo "extendedKeyUsage=$usage"
        [ -z "$names" ] || echo "subjectAltName=$names"
    } > "$folder/$name.ext"
    openssl x509 -req -in "$folder/$name.csr" -CA "$folder/$authority.crt" -CAkey "$folder/$authority.key" \
        -CAcreateserial -days 30 -extfile "$folder/$name.ext" -out "$folder/$name.crt" 2> /dev/null
    rm "$folder/$name.csr" "$folder/$name.ext"
}

# usage: kubeconfig FOLDER NAME SERVER
kubeconfig() {
    local folder=$1 name=$2 server=$3
    cat > "$folder/$name.conf" << END
apiVersion: v1
kind: Config
clusters:
- name: testbed
  cluster: {server: "$server", certificate-authority-data: $(base64 -w0 "$folder/ca.crt")}
users:
- name: $name
  user: {client-certificate-data: $(base64 -w0 "$folder/$name.crt"), client-key-data: $(base64 -w0 "$folder/$name.key")}
contexts:
- name: testbed
  context: {cluster: testbed, user: $name}
current-context: testbed
END
}

# usage: all_certificates FOLDER CLUSTER_IP GATEWAY_IP
all_certificates() {
    local pki=$1
    mkdir -p -m 700 "$pki"
    authority "$pki" ca
    certificate "$pki" apiserver ca "/CN=kube-apiserver" \
        "IP:$2,IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
    certificate "$pki" admin ca "/O=system:masters/CN=admin"
    certificate "$pki" scheduler ca "/CN=system:kube-scheduler"
    certificate "$pki" controller-manager ca "/CN=system:kube-controller-manager"
    certificate "$pki" proxy ca "/CN=system:kube-proxy"
    certificate "$pki" kubelet-client ca "/O=system:masters/CN=kube-apiserver-kubelet-client"
    [ -f "$pki/sa.key" ] || {
        openssl genrsa -out "$pki/sa.key" 2048 2> /dev/null
        openssl rsa -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2> /dev/null
    }
    # The extender has an authority of its own: who may call it is not who may call the API server.
    authority "$pki" extender-ca
    certificate "$pki" extender extender-ca "/CN=podferry-extender" \
        "DNS:podferry-extender.podferry-system.svc,DNS:localhost,IP:127.0.0.1,IP:$3"
    certificate "$pki" extender-client extender-ca "/CN=kube-scheduler"
    local who
    for who in admin scheduler controller-manager proxy; do
        kubeconfig "$pki" "$who" "https://$2:6443"
    done
}
